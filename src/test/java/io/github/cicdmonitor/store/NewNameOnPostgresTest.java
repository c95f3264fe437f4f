package io.github.cicdmonitor.store;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class NewNameOnPostgresTest extends NewNameTest {}
