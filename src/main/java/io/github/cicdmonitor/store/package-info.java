/**
 * One SQLite file: schema in numbered steps, one writer at a time, an audit row with every change. The only place with SQL.
 */
@NullMarked
package io.github.cicdmonitor.store;

import org.jspecify.annotations.NullMarked;
