"""The first tables of the live room."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.String(29)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "room",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("made", TIME, nullable=False),
        sa.Column("ended", TIME),
        sa.Column("seats", sa.Integer, nullable=False),
        sa.Column("retention_days", sa.Integer, nullable=False),
        sa.Column("keep_until", TIME, nullable=False),
        sa.Column("open_ballot", sa.Integer, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_room"),
        sa.UniqueConstraint("code", name="uq_room_code"),
        sa.UniqueConstraint("secret_hash", name="uq_room_secret_hash"),
    )
    op.create_table(
        "move",
        sa.Column("room", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("room", "number", name="pk_move"),
        sa.ForeignKeyConstraint(["room"], ["room.id"], name="fk_move_room", ondelete="CASCADE"),
    )
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("room", sa.Integer, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("desk", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("joined", TIME, nullable=False),
        sa.Column("seen", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seat"),
        sa.ForeignKeyConstraint(["room"], ["room.id"], name="fk_seat_room", ondelete="CASCADE"),
        sa.UniqueConstraint("room", "key", name="uq_seat_room"),
        sa.UniqueConstraint("token_hash", name="uq_seat_token_hash"),
    )
    op.create_table(
        "answer",
        sa.Column("room", sa.Integer, nullable=False),
        sa.Column("ballot", sa.Integer, nullable=False),
        sa.Column("seat", sa.Integer, nullable=False),
        sa.Column("change", sa.Integer, nullable=False),
        sa.Column("choice", sa.String(60), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("room", "ballot", "seat", "change", name="pk_answer"),
        sa.ForeignKeyConstraint(["room"], ["room.id"], name="fk_answer_room", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name="fk_answer_seat", ondelete="CASCADE"),
    )
    op.create_table(
        "own",
        sa.Column("seat", sa.Integer, nullable=False),
        sa.Column("ballot", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("beat", sa.String(60), nullable=False),
        sa.Column("choice", sa.String(60), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("seat", "ballot", "number", name="pk_own"),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name="fk_own_seat", ondelete="CASCADE"),
    )
    op.create_table(
        "parked",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("room", sa.Integer, nullable=False),
        sa.Column("seat", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("settled", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parked"),
        sa.ForeignKeyConstraint(["room"], ["room.id"], name="fk_parked_room", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name="fk_parked_seat", ondelete="CASCADE"),
    )
    op.create_table(
        "form",
        sa.Column("seat", sa.Integer, nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("seat", name="pk_form"),
        sa.ForeignKeyConstraint(["seat"], ["seat.id"], name="fk_form_seat", ondelete="CASCADE"),
    )
    op.create_table(
        "wrong_code",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_code"),
    )
    op.create_index("ix_move_room", "move", ["room"])
    op.create_index("ix_seat_room", "seat", ["room"])
    op.create_index("ix_parked_room", "parked", ["room"])
    op.create_index("ix_wrong_code_at", "wrong_code", ["at"])
