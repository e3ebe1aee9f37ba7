"""``python -m sendsim``: the same as the command ``sendsim``."""

from sendsim.cli import main

if __name__ == "__main__":
    main()
