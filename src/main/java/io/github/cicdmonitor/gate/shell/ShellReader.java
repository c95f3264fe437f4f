package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.shell.Shell.Group;
import io.github.cicdmonitor.gate.shell.Shell.Item;
import io.github.cicdmonitor.gate.shell.Shell.Node;
import io.github.cicdmonitor.gate.shell.Shell.Pipeline;
import io.github.cicdmonitor.gate.shell.Shell.Redirect;
import io.github.cicdmonitor.gate.shell.Shell.Script;
import io.github.cicdmonitor.gate.shell.Shell.Simple;
import io.github.cicdmonitor.gate.shell.Shell.Word;
import io.github.cicdmonitor.workflow.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * Reads a script the way a POSIX shell groups it: quotes, escapes, line continuations, pipes,
 * lists, substitutions, here-documents, compound commands. It runs nothing. Whatever it cannot
 * follow to the end is said in {@link Script#opaque}; a script that is opaque is never taken for
 * harmless. Variables set to a literal in the same script are put in where they are used.
 */
public final class ShellReader {
  private static final int MAX_DEPTH = 12;
  private static final Set<String> CLOSERS =
      Set.of("then", "do", "done", "fi", "else", "elif", "esac", "}");

  private final ShellWords words;
  private final List<String> opaque;
  private final int depth;

  private ShellReader(ShellWords words, List<String> opaque, int depth) {
    this.words = words;
    this.opaque = opaque;
    this.depth = depth;
  }

  /** Never fails; {@code firstLine} is the line of the file on which the script begins. */
  public static Script read(String text, int firstLine) {
    List<String> opaque = new ArrayList<>();
    ShellWords words = new ShellWords(
        new ShellCursor(text, firstLine, new HashMap<>(), opaque, 0), ShellReader::substitution);
    ShellReader reader = new ShellReader(words, opaque, 0);
    List<Item> items = new ArrayList<>();
    while (!words.atEnd()) {
      int start = words.position();
      items.addAll(reader.list(Set.of()));
      if (!words.atEnd()) {
        opaque.add("a " + Shown.quoted(words.peek().text()) + " without its beginning");
        words.next();
      }
      if (words.position() == start) {
        break;
      }
    }
    return new Script(List.copyOf(items), List.copyOf(opaque));
  }

  /** The list of a substitution: stops before the closing parenthesis. */
  private static List<Item> substitution(ShellWords words, List<String> opaque, int depth) {
    if (depth > MAX_DEPTH) {
      opaque.add("substitutions nested too deep");
      words.skipAll();
      return List.of();
    }
    return new ShellReader(words, opaque, depth).list(Set.of(")"));
  }

  private List<Item> list(Set<String> until) {
    List<Item> items = new ArrayList<>();
    if (depth > MAX_DEPTH) {
      opaque.add("nested too deep");
      words.skipAll();
      return items;
    }
    while (!words.atEnd()) {
      ShellWords.Token token = words.peek();
      if (token.isOperator(";", "\n", "&", ";;", ";&", ";;&")) {
        words.next();
        continue;
      }
      if (token.isOperator(")") || (token.isPlainWord() && CLOSERS.contains(token.text()))) {
        if (!until.contains(token.text())) {
          opaque.add("an unexpected " + token.text());
        }
        return items;
      }
      items.add(item());
    }
    return items;
  }

  private Item item() {
    List<Pipeline> pipelines = new ArrayList<>();
    List<String> operators = new ArrayList<>();
    pipelines.add(pipeline());
    while (words.peek().isOperator("&&", "||")) {
      operators.add(words.next().text());
      words.skipNewlines();
      pipelines.add(pipeline());
    }
    boolean background = words.peek().isOperator("&");
    return new Item(pipelines, operators, background);
  }

  private Pipeline pipeline() {
    boolean negated = false;
    while (isAt("!")) {
      words.next();
      negated = !negated;
    }
    List<Node> parts = new ArrayList<>();
    parts.add(command());
    while (words.peek().isOperator("|", "|&")) {
      words.next();
      words.skipNewlines();
      parts.add(command());
    }
    return new Pipeline(negated, parts);
  }

  private Node command() {
    ShellWords.Token token = words.peek();
    int line = token.line();
    if (token.isOperator("(")) {
      words.next();
      List<Item> body = deeper(Set.of(")"));
      expect(")");
      return redirected(new Group("(", List.of(), body, line));
    }
    if (token.isPlainWord()) {
      switch (token.text()) {
        case "{" -> {
          words.next();
          List<Item> body = deeper(Set.of("}"));
          expect("}");
          return redirected(new Group("{", List.of(), body, line));
        }
        case "if" -> {
          return redirected(ifGroup(line));
        }
        case "while", "until" -> {
          words.next();
          List<Item> condition = deeper(Set.of("do"));
          return redirected(new Group(token.text(), condition, doGroup(), line));
        }
        case "for", "select" -> {
          words.next();
          while (!words.atEnd() && !isAt("do")) {
            words.next();
          }
          return redirected(new Group(token.text(), List.of(), doGroup(), line));
        }
        case "case" -> {
          return redirected(caseGroup(line));
        }
        case "function" -> {
          words.next();
          words.next();
          return functionBody(line);
        }
        default -> {}
      }
    }
    return simple();
  }

  private Group ifGroup(int line) {
    List<Item> condition = new ArrayList<>();
    List<Item> body = new ArrayList<>();
    do {
      words.next();
      condition.addAll(deeper(Set.of("then")));
      expect("then");
      body.addAll(deeper(Set.of("elif", "else", "fi")));
    } while (isAt("elif"));
    if (isAt("else")) {
      words.next();
      body.addAll(deeper(Set.of("fi")));
    }
    expect("fi");
    return new Group("if", condition, body, line);
  }

  private List<Item> doGroup() {
    expect("do");
    List<Item> body = deeper(Set.of("done"));
    expect("done");
    return body;
  }

  private Group caseGroup(int line) {
    List<Item> body = new ArrayList<>();
    words.next();
    words.next(); // the value
    words.skipNewlines();
    expect("in");
    words.skipNewlines();
    while (!words.atEnd() && !words.peek().text().equals("esac")) {
      while (!words.atEnd() && !words.peek().isOperator(")")) {
        words.next(); // the patterns
      }
      expect(")");
      body.addAll(caseBranch());
      words.skipNewlines();
    }
    expect("esac");
    return new Group("case", List.of(), body, line);
  }

  private List<Item> caseBranch() {
    List<Item> items = new ArrayList<>();
    while (!words.atEnd() && !words.peek().isOperator(";;", ";&", ";;&")) {
      if (isAt("esac")) {
        return items;
      }
      if (words.peek().isOperator(";", "\n", "&")) {
        words.next();
      } else if (words.peek().isOperator(")")) {
        opaque.add("an unexpected )");
        words.next();
      } else {
        items.add(item());
      }
    }
    words.next();
    return items;
  }

  private Node functionBody(int line) {
    // A function may take the name of a tool, so what a later command does is not known.
    opaque.add("a function is defined");
    if (words.peek().isOperator("(")) {
      words.next();
      expect(")");
    }
    words.skipNewlines();
    Node body = command();
    return new Group("function", List.of(), List.of(itemOf(body)), line);
  }

  private static Item itemOf(Node node) {
    return new Item(List.of(new Pipeline(false, List.of(node))), List.of(), false);
  }

  private Node simple() {
    List<Word> argv = new ArrayList<>();
    List<Redirect> redirects = new ArrayList<>();
    int line = words.peek().line();
    while (!words.atEnd()) {
      ShellWords.Token token = words.peek();
      if (token.redirect()) {
        words.next();
        redirects.add(new Redirect(token.text(), words.redirectTarget(token.text())));
      } else if (token.isOperator("(") && argv.size() == 1) {
        return functionBody(line);
      } else if (token.operator()) {
        break;
      } else {
        argv.add(words.next().word());
      }
    }
    boolean nothing = argv.isEmpty() && redirects.isEmpty();
    if (nothing && words.peek().isOperator("(", "|", "|&", "&&", "||")) {
      opaque.add("an unexpected " + words.next().text());
    }
    return new Simple(argv, redirects, line);
  }

  private Node redirected(Group group) {
    List<Redirect> redirects = new ArrayList<>();
    while (words.peek().redirect()) {
      String operator = words.next().text();
      redirects.add(new Redirect(operator, words.redirectTarget(operator)));
    }
    if (redirects.isEmpty()) {
      return group;
    }
    List<Item> body = new ArrayList<>(group.body());
    body.add(itemOf(new Simple(List.of(), redirects, group.line())));
    return new Group(group.kind(), group.condition(), body, group.line());
  }

  private List<Item> deeper(Set<String> until) {
    return new ShellReader(words, opaque, depth + 1).list(until);
  }

  private boolean isAt(String word) {
    return words.peek().isPlainWord() && words.peek().text().equals(word);
  }

  private void expect(String text) {
    if (words.peek().text().equals(text)) {
      words.next();
    } else {
      opaque.add("a missing " + text);
    }
  }
}
