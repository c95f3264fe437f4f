package io.github.cicdmonitor.report;

import io.github.cicdmonitor.store.OnPostgres;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class IncidentStoryOnPostgresTest extends IncidentStoryTest {}
