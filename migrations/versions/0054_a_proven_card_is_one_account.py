"""A card that was proven is one account; two that name the same are seen by who decides"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

_LIVING, _PROVEN = sa.text("state IN ('given', 'proven')"), sa.text("state = 'proven'")


def upgrade() -> None:
    op.drop_index("uq_identity_digest_living", table_name="identity")
    op.create_index("ix_identity_digest", "identity", ["digest"])
    op.create_index(
        "uq_identity_digest_proven",
        "identity",
        ["digest"],
        unique=True,
        sqlite_where=_PROVEN,
        postgresql_where=_PROVEN,
    )


def downgrade() -> None:
    op.drop_index("uq_identity_digest_proven", table_name="identity")
    op.drop_index("ix_identity_digest", table_name="identity")
    # Of several that name one card the proven one stays, else the first.
    op.execute(
        sa.text(
            "UPDATE identity SET state = 'refused', decided_at = given_at WHERE state = 'given' AND EXISTS ("
            "SELECT 1 FROM identity other WHERE other.digest = identity.digest AND other.id <> identity.id "
            "AND (other.state = 'proven' OR (other.state = 'given' AND other.id < identity.id)))"
        )
    )
    op.create_index(
        "uq_identity_digest_living",
        "identity",
        ["digest"],
        unique=True,
        sqlite_where=_LIVING,
        postgresql_where=_LIVING,
    )
