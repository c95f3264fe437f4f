package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.sandbox.Sandbox;
import io.github.cicdmonitor.sandbox.SmallWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A repository that gets another name, and a configuration that is corrected: T-29. */
@ExtendWith(CliExtension.class)
class RenameEndToEndTest {
  private static final List<String> RENAMED =
      List.of("acme/shop", "acme/web", "acme/api", "acme/tools");

  private CliHarness cli;

  @BeforeEach
  void start(CliHarness fresh) {
    cli = fresh;
  }

  private static String newName(String name) {
    return RENAMED.contains(name) ? name + "2" : name;
  }

  private static void rename(CliHarness cli, String name) {
    cli.sandbox().github().rename(name, newName(name));
  }

  private static String[] newNames() {
    return SmallWorld.REPOSITORIES.stream().map(RenameEndToEndTest::newName).toArray(String[]::new);
  }

  private static JsonNode incidents(CliHarness cli) {
    return cli.run("report", "--all", "--json").exits(0).json().path("incidents");
  }

  /** The names as they were, and none of the numbers that the stand-ins and the clock make up. */
  private static List<String> asBefore(Stream<String> lines) {
    return lines
        .map(line -> line.replaceAll("acme/(shop|web|api|tools)2\\b", "acme/$1"))
        .map(line -> line.replaceAll("commit [0-9a-f]{7}", "commit").replaceAll("\\d+", "#"))
        .toList();
  }

  /** What people and services saw of a morning, whose repositories are renamed in the middle or not. */
  private static List<String> morning(CliHarness cli, boolean renamed) {
    SmallWorld world = SmallWorld.build(cli.sandbox());
    cli.watching(SmallWorld.REPOSITORIES.toArray(String[]::new));
    cli.tick();
    if (renamed) {
      RENAMED.forEach(name -> rename(cli, name));
      assertThat(cli.run("scan").exits(0).err())
          .contains("acme/api is called acme/api2 now. Correct repositories in the configuration");
      cli.watching(newNames());
    } else {
      cli.run("scan").exits(0);
    }
    cli.clock().advance(Duration.ofMinutes(5));
    JsonNode scanned = cli.scan();
    assertThat(scanned.path("new_failures")).isEmpty();
    cli.run("analyze").exits(0);
    world.finishReruns();
    cli.run("approve", "2", "--as", "anna").exits(0);
    cli.tick();
    assertThat(cli.incident(1).path("state").asText()).isEqualTo("resolved");
    assertThat(cli.incident(2).path("state").asText()).isEqualTo("pull_request_open");
    cli.run("report", "--verify").exits(0);
    assertThat(incidents(cli).path("total").asInt()).isEqualTo(8);
    List<String> seen = new ArrayList<>(asBefore(cli.writes().stream()));
    seen.addAll(asBefore(cli.alerts().stream()));
    seen.addAll(asBefore(cli.approvals().stream()));
    seen.addAll(asBefore(cli.critical().stream()));
    seen.add(cli.modelCalls() + " questions");
    return seen;
  }

  @Test
  @DisplayName("X-071: what is known of a repository goes on under its new name")
  void a_morning_with_new_names_is_as_one_without(@TempDir Path folder) throws IOException {
    List<String> renamed = morning(cli, true);
    cli.loseTheState();

    try (CliHarness other = new CliHarness(folder)) {
      assertThat(renamed).containsExactlyInAnyOrderElementsOf(morning(other, false));
    }
  }

  @Test
  void what_was_planned_is_done_once_under_the_new_name() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api");
    cli.run("scan").exits(0);
    cli.sandbox().github().refuse(Sandbox.GITHUB_TOKEN, "contents=write");
    cli.run("analyze").exits(3); // planned, and held for want of a right
    cli.sandbox().github().grant(Sandbox.GITHUB_TOKEN, "contents=write");
    rename(cli, "acme/api");
    cli.watching("acme/api2");
    cli.clock().advance(Duration.ofHours(25));

    cli.run("scan").exits(0).complains("acme/api2 is the repository that was known as acme/api");
    cli.run("analyze").exits(0);
    cli.tick();

    assertThat(cli.sandbox().github().repository("acme/api2").pulls()).hasSize(1);
    assertThat(cli.writes()).filteredOn("POST /repos/acme/api2/pulls"::equals).hasSize(1);
    assertThat(cli.run("report", "--audit").exits(0).out()).contains("repository.renamed");
  }

  @Test
  void a_repository_under_two_names_is_scanned_once_from_the_first_scan_on() {
    SmallWorld.build(cli.sandbox());
    rename(cli, "acme/api");
    cli.watching("acme/api", "acme/api2");

    for (int scan = 0; scan < 2; scan++) {
      cli.run("scan")
          .exits(0)
          .complains("acme/api is the same repository as acme/api2, so it is not scanned again."
              + " Take acme/api out of repositories in the configuration");
      assertThat(cli.run("analyze", "--json").exits(0).json().path("problems")).isEmpty();
    }

    assertThat(incidents(cli).path("total").asInt()).isEqualTo(1);
    assertThat(cli.sandbox().github().repository("acme/api2").pulls()).hasSize(1);
  }

  @Test
  void a_new_name_beside_the_old_one_takes_its_place() {
    SmallWorld.build(cli.sandbox());
    cli.watching("acme/api");
    cli.tick();
    rename(cli, "acme/api");
    cli.watching("acme/api", "acme/api2");

    for (int scan = 0; scan < 3; scan++) {
      assertThat(cli.scan().path("new_failures")).isEmpty();
      cli.run("analyze").exits(0);
    }

    assertThat(incidents(cli).path("by_repository").has("acme/api2")).isTrue();
    assertThat(incidents(cli).path("total").asInt()).isEqualTo(1);
    assertThat(cli.sandbox().github().repository("acme/api2").pulls()).hasSize(1);
    cli.run("scan", "--repo", "acme/api")
        .exits(0)
        .complains("acme/api is the same repository as acme/api2");
  }

  @Test
  void every_new_name_is_said_once() {
    cli.watching("acme/api");
    SmallWorld.build(cli.sandbox());
    cli.run("scan").exits(0);
    rename(cli, "acme/api");
    cli.run("scan").exits(0).complains("acme/api is called acme/api2 now");
    assertThat(cli.run("scan").exits(0).err()).isEmpty();
    cli.sandbox().github().rename("acme/api2", "acme/api3");
    cli.sandbox().github().rename("acme/api", "acme/api3");

    cli.run("scan").exits(0).complains("acme/api is called acme/api3 now");
    assertThat(cli.run("scan").exits(0).err()).isEmpty();
  }
}
