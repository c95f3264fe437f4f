package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.shell.Shell.Group;
import io.github.cicdmonitor.gate.shell.Shell.Item;
import io.github.cicdmonitor.gate.shell.Shell.Node;
import io.github.cicdmonitor.gate.shell.Shell.Pipeline;
import io.github.cicdmonitor.gate.shell.Shell.Redirect;
import io.github.cicdmonitor.gate.shell.Shell.Script;
import io.github.cicdmonitor.gate.shell.Shell.Simple;
import io.github.cicdmonitor.gate.shell.Shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds code that is fetched or decoded and then run (B-FETCH): through a pipe, a substitution, a
 * here-document, an interpreter's own text argument, or a file in between.
 */
final class FetchAndRun {
  private static final int MAX_NESTING = 4;
  private static final WordLists WORDS = WordLists.of("shell");
  private static final Set<String> FETCHERS = WORDS.set("fetchers");
  private static final Set<String> DECODERS = WORDS.set("decoders");

  private final List<Found> found = new ArrayList<>();
  private final DownloadedFiles files = new DownloadedFiles();
  private final int nesting;

  /**
   * @param text what was found, the same for the same command in another layout
   */
  record Found(String text, int line) {}

  private FetchAndRun(int nesting) {
    this.nesting = nesting;
  }

  static List<Found> in(Script script) {
    FetchAndRun search = new FetchAndRun(0);
    search.items(script.items());
    return search.found;
  }

  private static List<Found> in(String text, int line, int nesting) {
    FetchAndRun search = new FetchAndRun(nesting);
    if (nesting <= MAX_NESTING) {
      search.items(ShellReader.read(text, line).items());
    }
    return search.found;
  }

  private void items(List<Item> items) {
    for (Item item : items) {
      item.pipelines().forEach(this::pipeline);
    }
  }

  private void pipeline(Pipeline pipeline) {
    boolean fetched = false;
    for (Node node : pipeline.parts()) {
      if (fetched && runsItsInput(node)) {
        report(text(pipeline), line(node));
      }
      fetched |= fetches(node);
      if (node instanceof Group group) {
        items(group.condition());
        items(group.body());
      } else if (node instanceof Simple simple) {
        simple(simple);
      }
    }
  }

  private void simple(Simple simple) {
    for (Word word : simple.words()) {
      word.inner().forEach(this::items);
    }
    simple.redirects().forEach(r -> r.target().inner().forEach(this::items));
    List<Word> argv = Interpreters.unwrapped(simple.arguments());
    if (argv.isEmpty()) {
      return;
    }
    String program = Shell.program(argv.get(0).text());
    if (argv.get(0).inner().stream().anyMatch(this::fetches)) {
      report(text(simple), simple.line()); // $(curl …) as the command itself
    }
    if (Interpreters.isInterpreter(program)) {
      interpreter(program, argv, simple);
    }
    for (int i = 1; i < argv.size(); i++) {
      // sh -c '…', but also find -exec sh -c, docker run image sh -c, and trap '…'
      if (argv.get(i - 1).text().matches("-[a-z]*c|-e|-Command|-c") || program.equals("trap")) {
        in(argv.get(i).text(), simple.line(), nesting + 1)
            .forEach(inner -> report(inner.text(), inner.line()));
      }
    }
    if (fetches(simple)) {
      files.remember(program, argv, simple);
    }
    if (files.areRun(program, argv)) {
      report(text(simple) + " after its download", simple.line());
    }
  }

  private void interpreter(String program, List<Word> argv, Simple simple) {
    for (Word word : argv.subList(1, argv.size())) {
      if (word.inner().stream().anyMatch(this::fetches)) {
        report(text(simple), simple.line());
      }
      String text = word.text().toLowerCase(Locale.ROOT);
      if (fetchesInCode(text) || (text.matches("(?s)https?://.*") && !program.startsWith("awk"))) {
        report(text(simple), simple.line());
      }
    }
    for (Redirect redirect : simple.redirects()) {
      if (redirect.operator().startsWith("<")) {
        Word target = redirect.target();
        if (target.inner().stream().anyMatch(this::fetches)
            || fetchesInCode(target.text().toLowerCase(Locale.ROOT))) {
          report(text(simple), simple.line());
        }
        if (redirect.operator().startsWith("<<")) {
          in(target.text(), simple.line() + 1, nesting + 1)
              .forEach(inner -> report(inner.text(), inner.line()));
        }
      }
    }
    if (program.equals("eval") || program.equals("iex") || program.equals("invoke-expression")) {
      String code = String.join(" ", argv.stream().skip(1).map(Word::text).toList());
      in(code, simple.line(), nesting + 1).forEach(i -> report(i.text(), i.line()));
      if (argv.size() > 1 && mentionsFetcher(code)) {
        report(text(simple), simple.line());
      }
    }
  }

  /** Text of another language that both loads something and runs something. */
  private static boolean fetchesInCode(String code) {
    return WORDS.anyIn("code that loads", code) && WORDS.anyIn("code that runs", code);
  }

  private static boolean mentionsFetcher(String code) {
    for (String word : code.toLowerCase(Locale.ROOT).split("[^a-z0-9_-]+", -1)) {
      if (FETCHERS.contains(word) || word.equals("downloadstring") || word.equals("webclient")) {
        return true;
      }
    }
    return false;
  }

  private boolean fetches(List<Item> items) {
    return items.stream()
        .anyMatch(item ->
            item.pipelines().stream().anyMatch(p -> p.parts().stream().anyMatch(this::fetches)));
  }

  private boolean fetches(Node node) {
    if (node instanceof Group group) {
      return fetches(group.condition()) || fetches(group.body());
    }
    Simple simple = (Simple) node;
    List<Word> argv = Interpreters.unwrapped(simple.arguments());
    if (argv.isEmpty()) {
      return false;
    }
    String program = Shell.program(argv.get(0).text());
    return FETCHERS.contains(program)
        || (DECODERS.contains(program) && argv.size() > 1)
        || (program.equals("gh") && argv.size() > 1 && argv.get(1).text().equals("api"))
        || (program.equals("aws") && argv.stream().anyMatch(w -> w.text().equals("cp")))
        || simple.words().stream().anyMatch(w -> w.inner().stream().anyMatch(this::fetches))
        || (Interpreters.isInterpreter(program)
            && argv.stream().anyMatch(w -> w.text().matches("(?s).*(?:https?://|urlopen).*")))
        || (program.equals("cat") && argv.stream().anyMatch(w -> files.contains(w.text())))
        || mentionsFetcher(program);
  }

  private boolean runsItsInput(Node node) {
    if (node instanceof Group group) {
      return runsItsInput(group.condition()) || runsItsInput(group.body());
    }
    Simple simple = (Simple) node;
    if (simple.words().stream().anyMatch(w -> w.inner().stream().anyMatch(this::runsItsInput))) {
      return true; // tee >(bash)
    }
    List<Word> argv = Interpreters.unwrapped(simple.arguments());
    return !argv.isEmpty()
        && Interpreters.isInterpreter(Shell.program(argv.get(0).text()))
        && !(Interpreters.isAwk(argv) || Interpreters.hasOwnCode(argv));
  }

  private boolean runsItsInput(List<Item> items) {
    return items.stream()
        .anyMatch(item -> item.pipelines().stream()
            .anyMatch(p -> p.parts().stream().anyMatch(this::runsItsInput)));
  }

  private void report(String text, int line) {
    found.add(new Found(text, line));
  }

  private static int line(Node node) {
    return node instanceof Simple s ? s.line() : ((Group) node).line();
  }

  private static String text(Pipeline pipeline) {
    return String.join(" | ", pipeline.parts().stream().map(FetchAndRun::text).toList());
  }

  private static String text(Node node) {
    if (node instanceof Group group) {
      return group.kind() + " …";
    }
    StringBuilder text = new StringBuilder();
    for (Word word : ((Simple) node).words()) {
      text.append(text.isEmpty() ? "" : " ").append(word.text());
      word.inner().forEach(items -> text.append('(').append(inner(items)).append(')'));
    }
    return text.toString();
  }

  private static String inner(List<Item> items) {
    return items.stream()
        .flatMap(i -> i.pipelines().stream())
        .map(FetchAndRun::text)
        .collect(Collectors.joining("; "));
  }
}
