package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.sandbox.SmallWorld;
import io.github.cicdmonitor.store.Database;
import io.github.cicdmonitor.store.Leases;
import io.github.cicdmonitor.store.OnPostgres;
import io.github.cicdmonitor.store.TestStates;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
final class RenameOnPostgresEndToEndTest extends RenameEndToEndTest {
  @Test
  void a_repository_that_another_run_is_at_goes_on_with_the_next_scan(CliHarness cli) {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api", "acme/core");
    cli.tick();
    cli.sandbox().github().rename("acme/api", "acme/api2");
    cli.watching("acme/api2", "acme/core");
    RepositoryName before = new RepositoryName("acme", "api");

    try (Database other =
        TestStates.share(TestStates.at(OnPostgres.url().orElseThrow()), Clock.systemUTC())) {
      new Leases(other)
          .ifFree(
              Leases.Piece.incidentsOf(before),
              () -> cli.run("scan")
                  .exits(0)
                  .complains("another run is at work on it under the name before, acme/api"));
    }

    cli.run("scan").exits(0).complains("acme/api2 is the repository that was known as acme/api");
    assertThat(cli.run("report", "--all", "--json")
            .exits(0)
            .json()
            .at("/incidents/total")
            .asInt())
        .isEqualTo(2);
  }
}
