package io.github.cicdmonitor.crash;

import io.github.cicdmonitor.store.OnPostgres;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The same with the state on a server: {@code -Dcrash.postgres=true}. A blow at a file of the state has
 * no counterpart there, for the program has none; what a transaction had not yet committed is the
 * server's to undo, and the lock of a killed process ends with its connection.
 */
@EnabledIfSystemProperty(named = "crash.postgres", matches = "true")
@ExtendWith(OnPostgres.class)
class CrashOnPostgresIT extends CrashIT {}
