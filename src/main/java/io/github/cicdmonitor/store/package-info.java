/**
 * One state: schema in numbered steps, one writer at a time, an audit row with every change. The only place with SQL.
 *
 * <p>It is an SQLite file or a PostgreSQL database. {@link io.github.cicdmonitor.store.Engine} is all that differs between them; every
 * statement and every step of the schema is written once, in words that both take or, of a column's type, in a form that {@link
 * io.github.cicdmonitor.store.PostgresSchema} turns into the other's. A file is the default: it needs nobody to run it, and its driver is
 * the only one that is loaded.
 *
 * <p>On a server the writer is known by an advisory lock of the connection that it writes by, so that who lost the lock cannot write. Scans
 * share that lock: each takes repositories by leases with a number that grows ({@link io.github.cicdmonitor.store.Leases}), and their
 * transactions come one after the other, as those of one process do, for the audit trail is one chain. Deciding and acting are not shared:
 * an outage, the budget and the order of messages concern all repositories at once.
 */
@NullMarked
package io.github.cicdmonitor.store;

import org.jspecify.annotations.NullMarked;
