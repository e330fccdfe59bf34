"""What a driver raises, as SQLAlchemy raises it: for statements that are handed to the driver without it."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def as_sqlalchemys(connection: Connection, error: BaseException, sql: str, filled: Any, cursor: Any) -> BaseException:
    """The error wrapped, without what people typed; a connection that is gone is thrown away, and others of the pool
    are asked before they are used. What is no error of the driver's and ends the process stays as it is."""
    dialect, driver = connection.dialect, connection.dialect.loaded_dbapi
    ends = not isinstance(error, Exception)
    gone = ends or (
        isinstance(error, driver.Error)
        and not connection.closed
        and dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
    )
    wrapped = DBAPIError.instance(
        sql,
        filled,
        error,
        driver.Error,
        hide_parameters=connection.engine.hide_parameters,
        connection_invalidated=gone,
        dialect=dialect,
    )
    if gone:
        connection.invalidate(error)
    else:
        cursor.close()
    return wrapped if isinstance(wrapped, BaseException) else error
