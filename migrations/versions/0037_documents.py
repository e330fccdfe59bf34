"""Documents, sealed in the media store, and who members really are"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_LIVING = sa.text("state IN ('given', 'proven')")


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("key", sa.String(60), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("delete_after", Moment(), nullable=True),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.CheckConstraint("(key IS NULL) = (deleted_at IS NOT NULL)", name=op.f("ck_document_file_or_deleted")),
        sa.CheckConstraint("size > 0", name=op.f("ck_document_size_makes_sense")),
        sa.CheckConstraint("kind <> ''", name=op.f("ck_document_kind_said")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_document_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("code", name=op.f("uq_document_code")),
        sa.UniqueConstraint("key", name=op.f("uq_document_key")),
    )
    op.create_index("ix_document_member_kind", "document", ["member_id", "kind"])
    op.create_index("ix_document_to_delete", "document", ["deleted_at", "delete_after"])
    op.create_index("ix_document_digest", "document", ["digest"])
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sealed_name", sa.Text(), nullable=False),
        sa.Column("sealed_number", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("last4", sa.String(4), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('given', 'proven', 'refused', 'replaced')", name=op.f("ck_identity_state_known")
        ),
        sa.CheckConstraint("sealed_name <> '' AND sealed_number <> ''", name=op.f("ck_identity_whole")),
        sa.CheckConstraint("(state = 'given') = (decided_at IS NULL)", name=op.f("ck_identity_decided")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_identity_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
    )
    op.create_index("ix_identity_member_id", "identity", ["member_id"])
    op.create_index("ix_identity_decided_at", "identity", ["decided_at"])
    for name, column in (("uq_identity_digest_living", "digest"), ("uq_identity_member_living", "member_id")):
        op.create_index(
            name, "identity", [column], unique=True, sqlite_where=_LIVING, postgresql_where=_LIVING
        )


def downgrade() -> None:
    op.drop_table("identity")
    op.drop_table("document")
