package io.github.cicdmonitor.rules;

import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.logs.Wrappers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Rules in order of priority: the user's, then the built-in ones from specific to general. */
public final class RuleSet {
  private static final int LIGHTEST = 40;
  private static final int LONGEST_LINE = 2_000;

  private final List<Rule> rules;
  private final List<String> literals;
  private final LiteralIndex index;
  private final int[][] rulesOfLiteral;
  private final int users;

  private RuleSet(List<Rule> rules, int users) {
    this.rules = List.copyOf(rules);
    this.users = users;
    Map<String, List<Integer>> owners = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      for (String literal : rules.get(i).literals()) {
        owners.computeIfAbsent(literal, l -> new ArrayList<>()).add(i);
      }
    }
    literals = List.copyOf(owners.keySet());
    index = new LiteralIndex(literals);
    rulesOfLiteral = owners.values().stream()
        .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** The rules that come with the program, read at the first call. */
  public static RuleSet builtIn() {
    return BuiltIn.RULES;
  }

  private static final class BuiltIn {
    static final RuleSet RULES = read();

    private static RuleSet read() {
      List<Rule> rules = new ArrayList<>();
      for (String name : RuleReader.fileNames(resource("index.json"))) {
        rules.addAll(RuleReader.readTrusted(resource(name), name));
      }
      return new RuleSet(rules, 0);
    }
  }

  /**
   * These rules with a user's in front.
   *
   * @param json the text of the rules file
   * @param file its name, for messages
   * @throws io.github.cicdmonitor.error.MonitorException of kind {@code USAGE} naming line and reason
   */
  public RuleSet with(String json, String file) {
    List<Rule> mine = RuleReader.read(json, file);
    List<Rule> all = new ArrayList<>(mine);
    all.addAll(rules);
    return new RuleSet(all, mine.size() + users);
  }

  /** What the operator's rules want done, in their order. */
  public List<OperatorFix> fixes() {
    return rules.stream().flatMap(rule -> rule.fix().stream()).toList();
  }

  public List<Rule> rules() {
    return rules;
  }

  /** Whether the rule of this id catches the line. */
  public boolean catches(String id, String line) {
    List<String> layers = Wrappers.layers(line);
    return rules.stream().anyMatch(rule -> rule.id().equals(id) && rule.fits(layers));
  }

  /** SHA-256 of all that the rules say, the same in each process: it names a set of rules. */
  public String digest() {
    StringBuilder all = new StringBuilder();
    for (Rule rule : rules) {
      // A set's own order is another in each process.
      List<Object> said = List.of(
          rule.id(),
          rule.category(),
          rule.transientFault(),
          rule.literals(),
          rule.pattern(),
          rule.not(),
          rule.with(),
          rule.unless(),
          new TreeSet<>(rule.roles()),
          new TreeSet<>(rule.notRoles()),
          rule.cause(),
          rule.advice(),
          rule.confidence(),
          rule.remediation());
      all.append(said).append('\n');
    }
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256")
              .digest(all.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** How many of the first rules are a user's. */
  public int users() {
    return users;
  }

  /** All literals of all rules, for a scan over the bytes of a log. */
  public List<String> literals() {
    return literals;
  }

  /**
   * How much a line looks like a reason.
   *
   * @param found indexes into {@link #literals()} of those the line holds
   * @return 0, or 40 to 100
   */
  public int weigh(String line, BitSet found) {
    double best = 0;
    List<String> layers =
        Wrappers.layers(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line);
    for (int l = found.nextSetBit(0);
        l >= 0 && l < rulesOfLiteral.length;
        l = found.nextSetBit(l + 1)) {
      for (int r : rulesOfLiteral[l]) {
        Rule rule = rules.get(r);
        if (rule.confidence() > best && rule.looksLike(layers)) {
          best = rule.confidence();
        }
      }
    }
    return best == 0 ? 0 : (int) (LIGHTEST + (best - 0.5) * 2 * (100 - LIGHTEST));
  }

  /** As {@link #weigh(String, BitSet)} for a caller without a scan. */
  public int weigh(String line) {
    return weigh(line, literalsIn(line));
  }

  /**
   * The places among {@link #rules()} of those that fit a line, ascending.
   *
   * @param layers the line with and without what stands before its message, see {@link Wrappers}
   */
  public List<Integer> fitting(List<String> layers) {
    if (layers.isEmpty()) {
      return List.of();
    }
    BitSet candidates = new BitSet();
    literalsIn(layers.get(0)).stream().forEach(literal -> {
      for (int rule : rulesOfLiteral[literal]) {
        candidates.set(rule);
      }
    });
    return candidates.stream()
        .filter(rule -> rules.get(rule).looksLike(layers))
        .boxed()
        .toList();
  }

  private BitSet literalsIn(String line) {
    return index.in(line.toLowerCase(Locale.ROOT));
  }

  private static String resource(String name) {
    try (InputStream in = RuleSet.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the rules " + name + " are not in the program's jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
