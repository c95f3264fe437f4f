/**
 * One state: schema in numbered steps, one writer at a time, an audit row with every change. The only place with SQL.
 *
 * <p>It is an SQLite file or a PostgreSQL database. {@link io.github.cicdmonitor.store.Engine} is all that differs between them; every
 * statement and every step of the schema is written once, in words that both take or, of a column's type, in a form that {@link
 * io.github.cicdmonitor.store.PostgresSchema} turns into the other's. A file is the default: it needs nobody to run it, and its driver is
 * the only one that is loaded.
 *
 * <p>On a server the writer is known by an advisory lock of the connection that it writes by, so that who lost the lock cannot write. Those
 * that scan, analyse and approve share that lock: each takes pieces of work by leases with a number that grows ({@link
 * io.github.cicdmonitor.store.Leases}), and their transactions come one after the other, as those of one process do, for the audit trail is
 * one chain. The incidents of a repository are one piece, since what may be done about one depends on the others. What concerns all
 * repositories is kept right otherwise: nothing is decided before all failures of the moment have been joined to their incidents, and a
 * decision is made anew where an outage has grown meanwhile; the budget is counted in the transaction that spends it; messages are a piece for
 * each channel; an effect is taken by its key, as it was read.
 *
 * <p>A lease that was lost ends the work with the next word to the state. What goes outside asks for that word as the last thing before the
 * first byte: what remains is a pause of just that moment, after which GitHub refuses most things twice (a branch, a pull request, a run that
 * runs) and Slack does not. A lease for each effect at the service itself would close it, and no service offers one.
 */
@NullMarked
package io.github.cicdmonitor.store;

import org.jspecify.annotations.NullMarked;
