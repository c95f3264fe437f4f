package io.github.cicdmonitor.gate.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The parts of a shell script, as far as the gate must understand them. */
final class Shell {
  private Shell() {}

  /**
   * @param items what runs one after the other
   * @param opaque why the script cannot be read for certain; empty when it can
   */
  record Script(List<Item> items, List<String> opaque) {
    /** Every simple command, also those inside groups and substitutions. */
    void eachCommand(Consumer<Simple> sink) {
      each(items, sink);
    }

    private static void each(List<Item> items, Consumer<Simple> sink) {
      for (Item item : items) {
        for (Pipeline pipeline : item.pipelines()) {
          for (Node node : pipeline.parts()) {
            each(node, sink);
          }
        }
      }
    }

    private static void each(Node node, Consumer<Simple> sink) {
      if (node instanceof Group group) {
        each(group.condition(), sink);
        each(group.body(), sink);
      } else if (node instanceof Simple simple) {
        sink.accept(simple);
        simple.words().forEach(word -> word.inner().forEach(list -> each(list, sink)));
        simple.redirects().forEach(r -> r.target().inner().forEach(list -> each(list, sink)));
      }
    }
  }

  /** Pipelines joined by {@code &&} and {@code ||}, perhaps sent to the background. */
  record Item(List<Pipeline> pipelines, List<String> operators, boolean background) {}

  record Pipeline(boolean negated, List<Node> parts) {}

  sealed interface Node permits Simple, Group {}

  /** A compound command; {@code kind} is its first keyword. */
  record Group(String kind, List<Item> condition, List<Item> body, int line) implements Node {}

  record Simple(List<Word> words, List<Redirect> redirects, int line) implements Node {
    /** The words as text, without leading assignments. */
    List<String> argv() {
      List<String> argv = new ArrayList<>();
      for (Word word : words) {
        if (!argv.isEmpty() || !word.isAssignment()) {
          argv.add(word.text());
        }
      }
      return argv;
    }

    List<Word> arguments() {
      int first = 0;
      while (first < words.size() && words.get(first).isAssignment()) {
        first++;
      }
      return words.subList(first, words.size());
    }

    List<Word> assignments() {
      return words.subList(0, words.size() - arguments().size());
    }
  }

  /**
   * @param text with quotes and escapes resolved; what is not known stays as {@code $name}
   * @param dynamic holds something that only a run would tell
   * @param assembled put together from variables or coded characters
   * @param inner scripts of the substitutions in it
   */
  record Word(
      String text, boolean dynamic, boolean assembled, boolean quoted, List<List<Item>> inner) {
    boolean isAssignment() {
      return text.matches("(?s)[A-Za-z_][A-Za-z0-9_]*\\+?=.*");
    }
  }

  record Redirect(String operator, Word target) {}

  /** The program's name without folder and {@code .exe}, in lower case. */
  static String program(String word) {
    String name = word.substring(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
    name = name.toLowerCase(Locale.ROOT);
    return name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
  }
}
