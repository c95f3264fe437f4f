package io.github.cicdmonitor.evaluate;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cicdmonitor.analyze.LanguageModel;
import io.github.cicdmonitor.llm.ChatCompletions;
import io.github.cicdmonitor.llm.GatewaySettings;
import io.github.cicdmonitor.remote.Sleeper;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import io.github.cicdmonitor.store.StateFixture;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The command line of {@code scripts/evaluate}. */
final class Evaluate {
  private static final String USAGE =
      "usage: scripts/evaluate FOLDER [--pairs DIR] [--part NAME,…] [--record DIR | --replay DIR]"
          + " [--json] [--picture FILE.svg] MODEL…";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final List<String> models = new ArrayList<>();
  private Optional<Path> folder = Optional.empty();
  private Optional<Path> pairs = Optional.empty();
  private Optional<Path> record = Optional.empty();
  private Optional<Path> replay = Optional.empty();
  private Optional<Path> picture = Optional.empty();
  private Set<String> parts = Set.of();
  private boolean json;

  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, System.getenv(), out, err));
  }

  /** 0, or 2 for what cannot be done, said in one line. */
  static int run(
      String[] arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    try {
      new Evaluate(arguments).run(environment, out, err);
      return 0;
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      err.println("evaluate: " + e.getMessage());
      return 2;
    }
  }

  private Evaluate(String[] arguments) {
    List<String> left = new ArrayList<>(Arrays.asList(arguments));
    while (!left.isEmpty()) {
      String word = left.remove(0);
      switch (word) {
        case "--json" -> json = true;
        case "--pairs" -> pairs = Optional.of(Path.of(value(word, left)));
        case "--part" -> parts = Set.of(value(word, left).split(",", -1));
        case "--record" -> record = Optional.of(Path.of(value(word, left)));
        case "--replay" -> replay = Optional.of(Path.of(value(word, left)));
        case "--picture" -> picture = Optional.of(Path.of(value(word, left)));
        default -> {
          if (word.startsWith("--")) {
            throw new IllegalArgumentException("unknown option " + word + ". " + USAGE);
          }
          if (folder.isEmpty()) {
            folder = Optional.of(Path.of(word));
          } else {
            models.add(word);
          }
        }
      }
    }
    if (folder.isEmpty() || models.isEmpty()) {
      throw new IllegalArgumentException("a folder and at least one model are needed. " + USAGE);
    }
    if (record.isPresent() && replay.isPresent()) {
      throw new IllegalArgumentException("--record and --replay exclude each other");
    }
  }

  private static String value(String option, List<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value. " + USAGE);
    }
    return left.remove(0);
  }

  private void run(Map<String, String> environment, PrintStream out, PrintStream err)
      throws IOException {
    Path logs = folder.orElseThrow();
    Corpus corpus;
    try {
      corpus = Corpus.read(logs, pairs.orElse(logs.resolve("pairs")), parts);
    } catch (IOException e) {
      throw new IOException("could not read " + logs + ": " + e.getMessage(), e);
    }
    Evaluation evaluation = new Evaluation(corpus, LocalDate.now(Clock.system(ZoneOffset.UTC)));
    List<Score> scores = new ArrayList<>();
    for (String model : models) {
      err.println("evaluating " + model);
      scores.add(
          model.equals("rules")
              ? evaluation.score(evaluation.rules(), List::of)
              : ofModel(evaluation, model, environment));
    }
    if (picture.isPresent()) {
      Files.writeString(picture.get(), ScorePicture.of(scores));
    }
    out.print(
        json
            ? new ObjectMapper()
                    .writer(new DefaultPrettyPrinter())
                    .writeValueAsString(ScoreTexts.json(scores))
                + "\n"
            : ScoreTexts.text(scores));
  }

  private Score ofModel(Evaluation evaluation, String model, Map<String, String> environment)
      throws IOException {
    Path scratch = Files.createTempDirectory("evaluate");
    try (StateFixture state = StateFixture.in(scratch, Clock.systemUTC().instant());
        Transport transport = new Transport()) {
      Optional<LanguageModel> live =
          replay.isPresent() ? Optional.empty() : Optional.of(gateway(environment, transport));
      Path kept = replay.or(() -> record).orElse(scratch.resolve("recordings"));
      Recordings recordings = new Recordings(kept, model, live);
      return evaluation.score(
          evaluation.model(model, recordings, state.database()), recordings::otherPrompts);
    } finally {
      delete(scratch);
    }
  }

  private static LanguageModel gateway(Map<String, String> environment, Transport transport) {
    String url = environment.getOrDefault("OPENROUTER_BASE_URL", "https://openrouter.ai/api/v1");
    String key = environment.getOrDefault("OPENROUTER_API_KEY", "");
    if (key.isEmpty() && !environment.containsKey("OPENROUTER_BASE_URL")) {
      throw new IllegalArgumentException(
          "no model can be asked: OPENROUTER_API_KEY is not set. Set it, or use --replay DIR");
    }
    return new ChatCompletions(
        GatewaySettings.of(key, url),
        transport,
        new WaitBudget(PATIENCE, Sleeper.THREAD, Clock.systemUTC()));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
