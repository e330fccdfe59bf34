"""What an order asks about its keeper's own lines and about a link's sharings is in an index, whole"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_OWN = sa.text("own <> ''")


def upgrade() -> None:
    _own("shop_id", "own")
    _sharing("link_id", "goods_id", "until")


def downgrade() -> None:
    _sharing("link_id", "until")
    _own("shop_id")


def _own(*columns: str) -> None:
    op.drop_index("ix_order_line_own", table_name="order_line")
    op.create_index("ix_order_line_own", "order_line", list(columns), sqlite_where=_OWN, postgresql_where=_OWN)


def _sharing(*columns: str) -> None:
    op.drop_index("ix_sharing_living", table_name="sharing")
    op.create_index("ix_sharing_living", "sharing", list(columns))
