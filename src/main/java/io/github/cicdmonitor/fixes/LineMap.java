package io.github.cicdmonitor.fixes;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;

/** Which line of a text became which line of another. */
final class LineMap {
  private static final int GONE = -1;

  private LineMap() {}

  /** For each line before its index after; -1 where it is gone, or it cannot be told which it is. */
  static List<Integer> of(List<String> before, List<String> after) {
    List<Integer> map = new ArrayList<>();
    int next = 0;
    for (AbstractDelta<String> delta : DiffUtils.diff(before, after).getDeltas()) {
      while (map.size() < delta.getSource().getPosition()) {
        map.add(next++);
      }
      int gone = delta.getSource().size();
      int added = delta.getTarget().size();
      for (int i = 0; i < gone; i++) {
        map.add(gone == added ? next + i : sameKey(delta, i, next));
      }
      next += added;
    }
    while (map.size() < before.size()) {
      map.add(next++);
    }
    return map;
  }

  /** Among lines that took the place of others, the only one with the same key. */
  private static int sameKey(AbstractDelta<String> delta, int line, int next) {
    List<String> gone = delta.getSource().getLines();
    List<String> added = delta.getTarget().getLines();
    String key = key(gone.get(line));
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < added.size(); i++) {
      if (key(added.get(i)).equals(key)) {
        found.add(next + i);
      }
    }
    boolean alone = gone.stream().filter(l -> key(l).equals(key)).count() == 1;
    return alone && found.size() == 1 ? found.get(0) : GONE;
  }

  private static String key(String line) {
    int colon = line.indexOf(':');
    return colon < 0 ? line : line.substring(0, colon);
  }
}
