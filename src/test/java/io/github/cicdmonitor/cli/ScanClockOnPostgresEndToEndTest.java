package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.store.OnPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class ScanClockOnPostgresEndToEndTest extends ScanClockEndToEndTest {}
