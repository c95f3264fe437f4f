package io.github.cicdmonitor.reports;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** All formats, and which of their shapes a line can have. */
final class Formats {
  /** Longer lines are looked at up to here. */
  private static final int LONGEST = 1000;

  /** In order of priority: where two formats know a line, the earlier one has it. */
  private static final List<String> FILES = List.of(
      "tests-python.txt",
      "tests-javascript.txt",
      "tests-jvm.txt",
      "tests-dotnet.txt",
      "tests-native.txt",
      "tests-scripts.txt",
      "tests-functional.txt",
      "tests-mobile.txt",
      "tests-platform.txt",
      "resolution.txt",
      "lint-javascript.txt",
      "lint-python.txt",
      "lint-jvm.txt",
      "lint-native.txt",
      "lint-scripts.txt",
      "lint-platform.txt",
      "gates.txt",
      "compilers-web.txt",
      "compilers-jvm.txt",
      "compilers-native.txt",
      "compilers-other.txt");

  /** A shape that a line has. */
  record Match(int format, int shape, LineForm.Role role, Groups groups) {}

  private record Place(int format, int shape) {}

  private final List<Format> formats;
  private final List<Place> places = new ArrayList<>();
  private final LiteralTree tree = new LiteralTree();
  private final List<String> literals;

  Formats(List<Format> formats) {
    this.formats = List.copyOf(formats);
    List<String> all = new ArrayList<>();
    for (int f = 0; f < formats.size(); f++) {
      List<LineForm> shapes = formats.get(f).shapes();
      for (int s = 0; s < shapes.size(); s++) {
        for (String literal : shapes.get(s).literals()) {
          tree.add(literal, places.size());
          if (shapes.get(s).weight() > 0) {
            all.add(literal);
          }
        }
        places.add(new Place(f, s));
      }
    }
    literals = all.stream().distinct().sorted().toList();
  }

  static Formats all() {
    return new Formats(
        FILES.stream().map(FormatFile::read).flatMap(List::stream).toList());
  }

  List<String> literals() {
    return literals;
  }

  Format format(int number) {
    return formats.get(number);
  }

  int weigh(String line) {
    String text = head(line);
    BitSet candidates = tree.in(text);
    int weight = 0;
    for (int p = candidates.nextSetBit(0); p >= 0; p = candidates.nextSetBit(p + 1)) {
      LineForm shape = shape(places.get(p));
      if (shape.weight() > weight
          && shape.match(text).filter(g -> !g.isSuccess()).isPresent()) {
        weight = shape.weight();
      }
    }
    return weight;
  }

  private LineForm shape(Place place) {
    return formats.get(place.format()).shapes().get(place.shape());
  }

  /**
   * The first shape of each format that the line has, in the order of the formats.
   *
   * @param speaking formats whose lines without literals count as well
   */
  List<Match> matches(String line, BitSet speaking) {
    String text = head(line);
    List<Match> matches = new ArrayList<>();
    BitSet candidates = tree.in(text);
    for (int f = speaking.nextSetBit(0); f >= 0; f = speaking.nextSetBit(f + 1)) {
      addUnmarked(f, candidates);
    }
    int done = -1;
    for (int p = candidates.nextSetBit(0); p >= 0; p = candidates.nextSetBit(p + 1)) {
      Place place = places.get(p);
      if (place.format() == done) {
        continue;
      }
      LineForm shape = shape(place);
      int last = done;
      done = shape
          .match(text)
          .map(groups -> {
            matches.add(new Match(place.format(), place.shape(), shape.role(), groups));
            return place.format();
          })
          .orElse(last);
    }
    return matches;
  }

  private void addUnmarked(int format, BitSet candidates) {
    for (int p = 0; p < places.size(); p++) {
      Place place = places.get(p);
      if (place.format() == format && shape(place).literals().isEmpty()) {
        candidates.set(p);
      }
    }
  }

  private static String head(String line) {
    return (line.length() > LONGEST ? line.substring(0, LONGEST) : line).strip();
  }

  List<Format> list() {
    return formats;
  }
}
