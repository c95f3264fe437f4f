package io.github.cicdmonitor.injection;

import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.InjectionSignal;
import io.github.cicdmonitor.model.InjectionSignal.Kind;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Step;
import io.github.cicdmonitor.redact.ControlText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds in a text what speaks to a machine rather than to people (safety T-01 to T-03). Linear in the
 * length of the text, but for what is decoded, which is looked through once more.
 */
public final class InjectionSignals {
  private static final int DEEPEST = 2; // an encoding inside an encoding
  private static final int MOST = 10; // signals of one text: more say nothing new
  private static final int LONGEST = 256 * 1024; // characters of one text, more than a prompt holds

  /** What joins the words of a branch's name. */
  private static final Pattern BETWEEN = Pattern.compile("[-_/.]+");

  private InjectionSignals() {}

  /**
   * @param lines without control text
   * @return what was seen by the index of the line where it begins, in order
   */
  public static Map<Integer, Kind> of(List<String> lines) {
    Map<Integer, Kind> found = new TreeMap<>();
    ChatMarkup.in(lines).forEach(line -> found.putIfAbsent(line, Kind.CHAT_MARKUP));
    Orders.in(lines).forEach(line -> found.putIfAbsent(line, Kind.INSTRUCTION));
    List<String> alike = lines.stream().map(EncodedText::lookAlike).toList();
    Orders.in(alike).forEach(line -> found.putIfAbsent(line, Kind.INSTRUCTION));
    for (int i = 0; i < lines.size(); i++) {
      if (!found.containsKey(i) && hidesText(lines.get(i))) {
        found.put(i, Kind.ENCODED);
      }
    }
    wrapped(lines, found);
    for (int i = 0; i < lines.size(); i++) {
      if (!found.containsKey(i)) {
        int line = i;
        unread(lines.get(i)).ifPresent(kind -> found.put(line, kind));
      }
    }
    return found;
  }

  /** Of what is not told by its words: how it keeps from being read. */
  private static Optional<Kind> unread(String line) {
    if (EncodedText.hasDisguisedWord(line) || Prose.isSpelledWithDigits(line)) {
      return Optional.of(Kind.LOOK_ALIKE);
    }
    return Prose.isForeign(line) ? Optional.of(Kind.FOREIGN) : Optional.empty();
  }

  /** Whether it says more to who decodes it: an order, any sentence, letters that need no escape. */
  private static boolean hidesText(String line) {
    Set<String> encoded = EncodedText.encoded(line);
    return isEncoded(line, encoded, DEEPEST)
        || encoded.stream().anyMatch(Prose::isSentence)
        || EncodedText.hasEscapedLetters(line);
  }

  private static boolean isEncoded(String line, int depth) {
    return isEncoded(line, EncodedText.encoded(line), depth);
  }

  private static boolean isEncoded(String line, Set<String> encoded, int depth) {
    if (depth == DEEPEST && EncodedText.readings(line).stream().anyMatch(Orders::isIn)) {
      return true;
    }
    Set<String> texts = new LinkedHashSet<>(encoded);
    EncodedText.unescaped(line).ifPresent(texts::add);
    for (String text : texts) {
      ControlText.Cleaned cleaned = ControlText.examine(text);
      if (cleaned.hidden()
          || Orders.isIn(cleaned.text())
          || cleaned.text().lines().anyMatch(ChatMarkup::isIn)
          || (depth > 1 && isEncoded(cleaned.text(), depth - 1))) {
        return true;
      }
    }
    return false;
  }

  /** Blocks that an encoder broke into lines of their own. */
  private static void wrapped(List<String> lines, Map<Integer, Kind> found) {
    StringBuilder block = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= lines.size(); i++) {
      String line = i < lines.size() ? lines.get(i).strip() : "";
      if (!line.isEmpty() && line.chars().allMatch(InjectionSignals::isOfBlock)) {
        start = block.isEmpty() ? i : start;
        block.append(line);
        continue;
      }
      if (i - start > 1 && !block.isEmpty() && isEncoded(block.toString(), DEEPEST)) {
        found.putIfAbsent(start, Kind.ENCODED);
      }
      block.setLength(0);
    }
  }

  private static boolean isOfBlock(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || "+/=_-".indexOf(c) >= 0);
  }

  /**
   * Signals of a text of any kind, as it came from outside.
   *
   * @param where "the branch's name"; a text of more than one line has the line's number before it
   * @param redaction makes a line fit to be shown
   */
  public static List<InjectionSignal> in(
      String where, String text, Function<String, SafeText> redaction) {
    String read = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    List<String> raw = List.of(read.split("\r?\n", -1));
    List<String> lines = new ArrayList<>();
    Map<Integer, Kind> found = new TreeMap<>();
    for (int i = 0; i < raw.size(); i++) {
      ControlText.Cleaned cleaned = ControlText.examine(raw.get(i));
      lines.add(cleaned.text().replace('\n', ' '));
      if (cleaned.hidden()) {
        found.put(i, Kind.HIDDEN_TEXT);
      }
    }
    of(lines).forEach(found::putIfAbsent);
    List<InjectionSignal> signals = new ArrayList<>();
    found.forEach((index, kind) -> {
      if (signals.size() < MOST) {
        String place = lines.size() == 1 ? where : "line " + (index + 1) + " of " + where;
        signals.add(new InjectionSignal(kind, place, redaction.apply(lines.get(index))));
      }
    });
    return signals;
  }

  /** Signals in the names that strangers gave. */
  public static List<InjectionSignal> inNames(
      Failure failure, Function<String, SafeText> redaction) {
    Set<InjectionSignal> signals = new LinkedHashSet<>();
    signals.addAll(inName("the workflow's name", failure.workflow(), redaction));
    signals.addAll(inName("the workflow's path", failure.workflowPath(), redaction));
    signals.addAll(inName("the job's name", failure.job(), redaction));
    signals.addAll(inName("the branch's name", failure.branch(), redaction));
    signals.addAll(inName("the author's name", failure.author(), redaction));
    for (Step step : failure.steps()) {
      signals.addAll(inName("the name of step " + step.number(), step.name(), redaction));
    }
    return List.copyOf(signals);
  }

  private static List<InjectionSignal> inName(
      String where, String name, Function<String, SafeText> redaction) {
    List<InjectionSignal> signals = in(where, name, redaction);
    if (signals.isEmpty() && ControlText.isExposed(name)) {
      return List.of(new InjectionSignal(Kind.HIDDEN_TEXT, where, redaction.apply(name)));
    }
    String cleaned = ControlText.clean(name);
    if (!signals.isEmpty()) {
      return signals;
    }
    if (Orders.isInName(cleaned) || Orders.isInName(EncodedText.lookAlike(cleaned))) {
      return List.of(new InjectionSignal(Kind.INSTRUCTION, where, redaction.apply(name)));
    }
    return Prose.isForeign(BETWEEN.matcher(cleaned).replaceAll(" "))
        ? List.of(new InjectionSignal(Kind.FOREIGN, where, redaction.apply(name)))
        : List.of();
  }
}
