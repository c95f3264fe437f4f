package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.redact.Planting;
import io.github.cicdmonitor.sandbox.Ledger;
import io.github.cicdmonitor.sandbox.SandboxRepository;
import io.github.cicdmonitor.sandbox.SandboxRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens of many formats in hostile forms, in everything that comes from outside: the log, a file, the
 * names, the commit message, the model's answer. Then everything that leaves is read: what is printed
 * in each form, the state's bytes, what each service was sent. {@code -Dplanted.tokens=20000} plants
 * more than the suite has time for ({@code scripts/trials/planted-secrets}).
 */
final class PlantedEndToEndTest {
  private static final int TOKENS = Integer.getInteger("planted.tokens", 90);
  private static final long SEED = Long.getLong("planted.seed", 1);
  private static final int IN_LOG = 24;
  private static final int IN_FILE = 10;
  private static final int IN_ANSWER = 4;
  private static final int EACH_TIME = IN_LOG + IN_FILE + IN_ANSWER + 6;

  /** Several of a line's tokens may go together, and an excerpt may end before the last. */
  private static final double LEAST_SHOWN = 0.6;

  private final List<String> leaks = new ArrayList<>();
  private int lives;
  private int pulls;
  private int shown;

  @Test
  @DisplayName("X-128: no token planted anywhere is readable in anything that leaves")
  void nothing_planted_comes_out(@TempDir Path folder) throws IOException {
    Planting.Source source = new Planting.Source(SEED);
    for (int planted = 0; planted < TOKENS; planted += EACH_TIME) {
      boolean isOnMain = planted / EACH_TIME % 2 == 0;
      Path state = Files.createDirectory(folder.resolve("round-" + planted));
      round(source, state, isOnMain ? "main" : "topic/");
      lives++;
    }

    assertThat(String.join("\n", leaks)).isEmpty();
    assertThat(pulls).as("texts of pull requests were among it").isPositive();
    assertThat(shown)
        .as("markers of what was planted in logs and files, in what the model was sent")
        .isGreaterThan((int) (LEAST_SHOWN * lives * (IN_LOG + IN_FILE)));
  }

  private void round(Planting.Source source, Path folder, String branch) throws IOException {
    List<Planting> planted = new ArrayList<>();
    Function<Planting, String> plant = planting -> {
      planted.add(planting);
      return planting.text();
    };
    try (CliHarness cli = new CliHarness(folder).watching("acme/gizmos")) {
      Workshop workshop = new Workshop(cli);
      SandboxRepository gizmos = workshop.repository("acme/gizmos");
      String on = branch.equals("main") ? branch : branch + plant.apply(source.word());
      gizmos.commitAs(
          "dev-anna",
          on,
          "Use " + plant.apply(source.plain()),
          Map.of("gizmo.toml", file(source, plant)));
      fail(source, plant, gizmos.run("CI " + plant.apply(source.plain())).branch(on), workshop);
      cli.configured(
          config -> ((ObjectNode) config.path("repositories").get(0)).put("branch", "*"));
      String cause = "The mirror took:\n" + several(IN_ANSWER, source, plant);
      cli.sandbox().gateway().model(request -> Optional.of(answer(request.toString(), cause)));
      String said = everythingPrinted(cli);
      assertThat(cli.alerts().size() + cli.approvals().size()).as(said).isPositive();
      pulls += gizmos.pulls().size();
      assertThat(cli.modelCalls()).isPositive();
      shown += markersInTheLongestPrompt(cli);
      search(planted, "printed", said);
      search(planted, "stored", bytesOfTheState(cli));
      for (Ledger.Entry entry : cli.sandbox().ledger().entries()) {
        if (!entry.request().service().equals("github") || isWrite(entry)) {
          search(planted, entry.toString(), entry.request().text());
        }
      }
    }
  }

  private static int markersInTheLongestPrompt(CliHarness cli) {
    return cli.sandbox().ledger().of("gateway").stream()
        .mapToInt(entry -> entry.request().text().split("\\[redacted:", -1).length - 1)
        .max()
        .orElse(0);
  }

  private static boolean isWrite(Ledger.Entry entry) {
    return !entry.request().method().equals("GET");
  }

  /** Asks for the file first, then changes the time limit. */
  private static String answer(String request, String cause) {
    ModelAnswer answer = ModelAnswer.devops("timeout", Workshop.GIZMO).cause(cause);
    if (!request.contains("gizmo = 4")) {
      return answer.needing("gizmo.toml").toString();
    }
    return answer
        .edit(Workshop.WORKFLOW, "timeout-minutes: 10", "timeout-minutes: 20")
        .toString();
  }

  private static String file(Planting.Source source, Function<Planting, String> plant) {
    return "gizmo = 4\n"
        + several(IN_FILE - 1, source, plant)
        + "url = "
        + plant.apply(source.plain());
  }

  private static String several(
      int count, Planting.Source source, Function<Planting, String> plant) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(plant.apply(source.next())).append('\n');
    }
    return lines.toString();
  }

  private static void fail(
      Planting.Source source, Function<Planting, String> plant, SandboxRun run, Workshop workshop) {
    String log = several(IN_LOG, source, plant);
    run.path(Workshop.WORKFLOW).createdAt(workshop.tenMinutesAgo());
    run.job("deploy " + plant.apply(source.plain()))
        .failsAt("Run " + plant.apply(source.plain()))
        .log(workshop.log(log + Workshop.GIZMO));
    run.title("Use " + plant.apply(source.plain())).finish("failure");
  }

  /** Every command that prints, in each of its forms; what waits for a person is approved. */
  private static String everythingPrinted(CliHarness cli) {
    StringBuilder said = new StringBuilder();
    for (String line : List.of(
        "scan --json --verbose",
        "analyze --dry-run --json",
        "analyze --verbose",
        "approve --json",
        "approve 1 --show",
        "approve 1 --as anna",
        "report 1",
        "report 1 --json",
        "report --audit --json",
        "report --format json",
        "report --format markdown",
        "report --format html",
        "report --format prometheus")) {
      CliHarness.Ended ended = cli.run(line.split(" ", -1));
      said.append(ended.out()).append(ended.err());
    }
    return said.toString();
  }

  /** Before and after what was deleted has been given back. */
  private static String bytesOfTheState(CliHarness cli) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int time = 0; time < 2; time++) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(cli.folder(), "state.db*")) {
        for (Path file : files) {
          all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
      cli.maintainState("VACUUM");
    }
    return all.toString();
  }

  private void search(List<Planting> planted, String where, String text) {
    for (Planting planting : planted) {
      if (planting.isIn(text)) {
        leaks.add(planting.format() + " in " + planting.form() + ", " + where + ": "
            + planting.text().replace("\n", "␤") + " :: " + around(planting, text));
      }
    }
  }

  private static String around(Planting planting, String text) {
    String trace = planting.traces().stream().filter(text::contains).findFirst().orElseThrow();
    int at = text.indexOf(trace);
    return text.substring(Math.max(0, at - 120), Math.min(text.length(), at + 80));
  }
}
