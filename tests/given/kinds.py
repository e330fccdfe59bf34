"""Which kinds of database a test runs on where not both are asked for."""

import pytest

# For refusals and pages whose outcome cannot depend on the kind.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
