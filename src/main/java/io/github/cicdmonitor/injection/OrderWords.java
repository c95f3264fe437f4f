package io.github.cicdmonitor.injection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The words of {@code orders.txt}, all of them looked for in one pass over a folded text. */
final class OrderWords {
  /** What a word does in an order. */
  enum Role {
    MACHINE,
    ADDRESS,
    OVERRIDE,
    SAID,
    ACT,
    GOAL,
    COVER,
    PERSONA,
    AGAIN,
    DECIDE,
    /** Parts of what says MACHINE or COVER only together. */
    THING,
    READING,
    RECORD,
    WITHOUT,
    ASKING
  }

  /** Roles whose words mean another one when they stand together. */
  private record Compound(Role meaning, List<Role> parts, int room) {}

  private static final List<Compound> COMPOUNDS = List.of(
      new Compound(Role.MACHINE, List.of(Role.THING, Role.READING, Role.RECORD), 60),
      new Compound(Role.COVER, List.of(Role.WITHOUT, Role.ASKING), 40));

  /** A word of the text, without the characters after {@code to}. */
  record Hit(Role role, int from, int to) {}

  private record Term(Role role, String text, boolean anyEnding) {}

  private static final int KEY = 2; // characters that choose the terms to compare
  private static final int LONG_ENOUGH = 5; // to be told inside other letters
  private static final String ARABIC_PREFIXES = "وفبلك";

  /** What is named after a product rather than spoken to. */
  private static final Set<String> THINGS = Set.of(
      "api",
      "sdk",
      "key",
      "error",
      "errors",
      "module",
      "modules",
      "library",
      "package",
      "packages",
      "plugin",
      "client",
      "test",
      "tests",
      "version",
      "endpoint",
      "provider",
      "service",
      "server",
      "process",
      "failed",
      "framework",
      "exception",
      "timeout",
      "token",
      "4",
      "3",
      "5",
      "4o");

  private static final Set<String> TO_PEOPLE = Set.of(
      "sign",
      "install",
      "upgrade",
      "check",
      "choose",
      "see",
      "try",
      "contact",
      "refer",
      "read",
      "wait",
      "visit",
      "select",
      "log",
      "login",
      "consider",
      "ensure",
      "verify",
      "fix",
      "start");

  private static final OrderWords SHIPPED = new OrderWords(read());

  private final Map<String, List<Term>> byKey = new HashMap<>();

  private OrderWords(List<Term> terms) {
    terms.forEach(term -> byKey
        .computeIfAbsent(term.text().substring(0, KEY), k -> new ArrayList<>())
        .add(term));
  }

  static OrderWords shipped() {
    return SHIPPED;
  }

  private static List<Term> read() {
    List<Term> terms = new ArrayList<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(
        Objects.requireNonNull(OrderWords.class.getResourceAsStream("orders.txt")),
        StandardCharsets.UTF_8))) {
      Role role = null;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        if (line.startsWith("[")) {
          role = Role.valueOf(line.substring(1, line.indexOf(']')).toUpperCase(Locale.ROOT));
          continue;
        }
        for (String word : line.split(",", -1)) {
          String folded = FoldedText.words(word);
          if (folded.length() >= KEY) {
            terms.add(
                new Term(Objects.requireNonNull(role), folded, word.strip().endsWith("*")));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("orders.txt is part of the program", e);
    }
    return terms;
  }

  /** Whole words, and words of scripts without spaces anywhere; in the order of their beginnings. */
  List<Hit> in(String folded) {
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i + KEY <= folded.length(); i++) {
      if (mayBegin(folded, i)) {
        for (Term term : byKey.getOrDefault(folded.substring(i, i + KEY), List.of())) {
          if (folded.startsWith(term.text(), i)
              && mayEnd(folded, i + term.text().length(), term)
              && !isHarmless(folded, i + term.text().length(), term)) {
            hits.add(new Hit(term.role(), i, i + term.text().length()));
          }
        }
      }
    }
    return withCompounds(hits);
  }

  private static List<Hit> withCompounds(List<Hit> hits) {
    List<Hit> all = new ArrayList<>(hits);
    for (Compound compound : COMPOUNDS) {
      Map<Role, Hit> last = new EnumMap<>(Role.class);
      for (Hit hit : hits) {
        if (!compound.parts().contains(hit.role())) {
          continue;
        }
        last.put(hit.role(), hit);
        int from = last.values().stream().mapToInt(Hit::from).min().orElse(0);
        int to = last.values().stream().mapToInt(Hit::to).max().orElse(0);
        if (last.size() == compound.parts().size() && to - from <= compound.room()) {
          all.add(new Hit(compound.meaning(), from, to));
        }
      }
    }
    all.sort(Comparator.comparingInt(Hit::from));
    return all;
  }

  /** Longer words anywhere among letters that have lost their spaces. */
  List<Hit> amongLetters(String letters) {
    List<Hit> hits = new ArrayList<>();
    byKey.values().stream().flatMap(List::stream).forEach(term -> {
      String text = term.text().replace(" ", "");
      int at = text.length() < LONG_ENOUGH ? -1 : letters.indexOf(text);
      if (at >= 0) {
        hits.add(new Hit(term.role(), at, at + text.length()));
      }
    });
    hits.sort(Comparator.comparingInt(Hit::from));
    return hits;
  }

  /** {@code OpenAI API}, {@code LLM tests}: no one is addressed; {@code please install}: people are. */
  private static boolean isHarmless(String text, int end, Term term) {
    int from = end;
    while (from < text.length() && text.charAt(from) != ' ') {
      from++;
    }
    int next = from + 1;
    int to = next < text.length() ? text.indexOf(' ', next) : -1;
    String word = next >= text.length() ? "" : text.substring(next, to < 0 ? text.length() : to);
    return switch (term.role()) {
      case MACHINE -> THINGS.contains(word);
      case ACT -> term.text().equals("please") && TO_PEOPLE.contains(word);
      default -> false;
    };
  }

  private static boolean mayBegin(String text, int at) {
    char c = text.charAt(at);
    if (c == ' ') {
      return false;
    }
    if (at == 0 || text.charAt(at - 1) == ' ' || hasNoSpaces(c)) {
      return true;
    }
    if (Character.UnicodeScript.of(c) != Character.UnicodeScript.ARABIC) {
      return hasNoSpaces(text.charAt(at - 1));
    }
    // "and", "so", "with", "for", "the" are written together with the word after them
    int start = text.lastIndexOf(' ', at - 1) + 1;
    String before = text.substring(start, at);
    String article = before.replaceFirst("^[" + ARABIC_PREFIXES + "]", "");
    return article.isEmpty() || article.equals("ال");
  }

  private static boolean mayEnd(String text, int end, Term term) {
    return term.anyEnding()
        || end == text.length()
        || text.charAt(end) == ' '
        || hasNoSpaces(text.charAt(end - 1))
        || hasNoSpaces(text.charAt(end));
  }

  private static boolean hasNoSpaces(char c) {
    if (c < 0x1100) {
      return false;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, THAI -> true;
      default -> false;
    };
  }
}
