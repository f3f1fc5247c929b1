package io.jocker.core.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on one connection, within one transaction. */
@FunctionalInterface
public interface SqlFunction<T> {
    /** Does the work; what it throws rolls the transaction back. */
    T apply(Connection connection) throws SQLException;
}
