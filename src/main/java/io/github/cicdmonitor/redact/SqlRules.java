package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.List;

/** Secrets in statements of SQL whose names and values stand apart. */
final class SqlRules {
  private static final int MAX_LIST = 600;

  private SqlRules() {}

  static List<Triggers.Entry> entries() {
    return List.of(
        new Triggers.Entry("values(", (scan, from, to) -> inserted(scan, from, to)),
        new Triggers.Entry("values (", (scan, from, to) -> inserted(scan, from, to)));
  }

  /** {@code insert into t (login, password) values ('x', '…')}: by the place in the list. */
  private static void inserted(ScannedLine scan, int from, int to) {
    String text = scan.text();
    int close = text.lastIndexOf(')', from);
    int open = close < 0 ? -1 : text.lastIndexOf('(', close);
    if (open < 0 || close - open > MAX_LIST || !text.substring(close + 1, from).isBlank()) {
      return;
    }
    String[] names = text.substring(open + 1, close).split(",", -1);
    List<Values.Value> values = list(scan, to);
    for (int i = 0; i < names.length && i < values.size(); i++) {
      Values.Value value = values.get(i);
      if (KeyNames.strength(KeyNames.words(names[i].strip())) == KeyNames.Strength.STRONG
          && value.quoting() == Values.Quoting.QUOTED
          && !ValueShape.isPlaceholder(text, value.from(), value.to())) {
        scan.found(SecretRule.ASSIGNMENT, value.from(), value.to());
      }
    }
  }

  private static List<Values.Value> list(ScannedLine scan, int from) {
    List<Values.Value> values = new ArrayList<>();
    int i = from;
    while (i - from < MAX_LIST && scan.at(i) != '\n') {
      int start = Values.afterTag(scan, Values.afterBlanks(scan, i));
      Values.Value value = Values.at(scan, start);
      values.add(value);
      i = Math.max(value.to(), start);
      while (scan.at(i) != ',' && scan.at(i) != ')' && scan.at(i) != '\n') {
        i++;
      }
      if (scan.at(i) != ',') {
        return values;
      }
      i++;
    }
    return values;
  }
}
