package io.github.cicdmonitor.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cicdmonitor.crash.Disk.Loss;
import io.github.cicdmonitor.crash.PowerCutIT.Cut;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Negative controls: a program with one line broken has to make the crash tests fail, or they prove nothing. The broken classes are compiled
 * from the sources and put in front of the packaged ones.
 *
 * <p>All but the first are opt-in: {@code -Dcrash.mutants=true}.
 */
@Execution(ExecutionMode.CONCURRENT)
class MutantsIT {
  @TempDir
  Path folder;

  @Test
  void an_outbox_that_does_not_look_before_it_sends_says_things_twice() throws Exception {
    Program mutant = mutant("notify/NoticeSender.java", """
        effect.state() == State.PLANNED
                  ? earlier.recall(effect, notice)
                  : earlier.settle(effect, notice)""", "Optional.empty()");

    assertThatThrownBy(() -> killedAt(mutant, KillPoint.K40)).isInstanceOf(AssertionError.class);
    assertThat(messagesTwice).as("messages that are there twice").isTrue();
  }

  @Test
  @EnabledIfSystemProperty(named = "crash.mutants", matches = "true")
  void a_state_that_is_not_synced_loses_an_intent_when_the_power_goes() throws Exception {
    Program mutant =
        mutant("store/SqliteEngine.java", "PRAGMA synchronous = EXTRA", "PRAGMA synchronous = OFF");
    List<Cut> cuts = List.of(Cut.after("slack POST /api/chat.postMessage .*"));

    assertThatThrownBy(
            () -> PowerCutIT.cutOff(folder, mutant, cuts, Loss.EVERYTHING, new Random(1)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  @EnabledIfSystemProperty(named = "crash.mutants", matches = "true")
  void branches_of_any_name_make_a_second_pull_request_when_the_state_is_lost() throws Exception {
    Program mutant = mutant(
        "decide/ProposalJudge.java",
        "c.incident().signature().first12()",
        "Long.toHexString(System.nanoTime())");

    try (Life life = new Life(folder, mutant, new Blows(0))) {
      life.runUntilDone("scan");
      life.runUntilDone("analyze");
      Files.delete(life.state());
      life.runUntilDone("scan");
      life.runUntilDone("analyze");

      assertThat(life.effects())
          .filteredOn(effect -> effect.startsWith("pull request acme/api"))
          .hasSizeGreaterThan(1);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "crash.mutants", matches = "true")
  void without_a_mutation_the_same_ways_of_starting_and_killing_find_nothing() throws Exception {
    Program same = mutant("store/Effects.java", "'SENDING', attempts", "'SENDING', attempts");

    killedAt(same, KillPoint.K40);

    assertThat(messagesTwice).isFalse();
  }

  private boolean messagesTwice;

  private void killedAt(Program program, KillPoint point) throws Exception {
    Life life = new Life(folder.resolve("life"), program, new Blows(0));
    try {
      assertThat(new Play(life, point.plot()).killedAt(List.of(point))).containsExactly(point);
    } finally {
      List<String> messages = life.effects().stream()
          .filter(effect -> effect.startsWith(LastingEffects.MESSAGE))
          .map(message -> message.replaceFirst(": (==|.? ).*", "")) // only one of two goes on
          .toList();
      messagesTwice = messages.size() > messages.stream().distinct().count();
      life.close();
    }
  }

  /** The program with one place of one source file changed. */
  private Program mutant(String file, String before, String after) throws Exception {
    Path source = Path.of("src/main/java/io/github/cicdmonitor").resolve(file);
    String text = Files.readString(source, UTF_8);
    assertThat(text.split(java.util.regex.Pattern.quote(before), -1))
        .as("places to break in " + file + ": what is broken has been rewritten, mend this test")
        .hasSize(2);
    Path broken = Files.createDirectories(folder.resolve("src"))
        .resolve(source.getFileName().toString());
    Files.writeString(broken, text.replace(before, after), UTF_8);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int code = ToolProvider.getSystemJavaCompiler()
        .run(
            null,
            null,
            null,
            "--release",
            "17",
            "-parameters",
            "-proc:none",
            "-nowarn",
            "-cp",
            classPath(),
            "-d",
            classes.toString(),
            broken.toString());
    assertThat(code).as("the mutant compiles").isZero();
    return Program.mutated(classes);
  }

  private static String classPath() throws Exception {
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      return Stream.concat(Stream.of(Path.of("target/classes"), jspecify()), jars)
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  /** Annotations, needed to compile and not to run, so not among the packaged ones. */
  private static Path jspecify() throws Exception {
    return Path.of(org.jspecify.annotations.Nullable.class
        .getProtectionDomain()
        .getCodeSource()
        .getLocation()
        .toURI());
  }
}
