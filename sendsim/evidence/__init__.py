"""What has been published, and plans made from it."""
