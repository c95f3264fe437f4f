package io.github.cicdmonitor.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML value with the line it stands on. Equal when the meaning is equal, wherever it stands. */
public abstract class Yaml {
  private final int line;
  private final int hash;
  private final int size;

  private Yaml(int line, int hash, int size) {
    this.line = line;
    this.hash = hash;
    this.size = size;
  }

  public int line() {
    return line;
  }

  /** Number of values in it, itself included, with aliases counted at each use. */
  public int size() {
    return size;
  }

  public Optional<Scalar> scalar() {
    return this instanceof Scalar s ? Optional.of(s) : Optional.empty();
  }

  public Optional<Mapping> mapping() {
    return this instanceof Mapping m ? Optional.of(m) : Optional.empty();
  }

  public Optional<Sequence> sequence() {
    return this instanceof Sequence s ? Optional.of(s) : Optional.empty();
  }

  @Override
  public final int hashCode() {
    return hash;
  }

  @Override
  public final boolean equals(Object other) {
    return this == other
        || (other instanceof Yaml y && hash == y.hash && size == y.size && sameMeaning(y));
  }

  public abstract boolean sameMeaning(Yaml other);

  /** A text as GitHub would read it: {@code 3.10} without quotes is the number 3.1. */
  public static final class Scalar extends Yaml {
    private final String text;
    private final String source;
    private final boolean block;

    public Scalar(String text, String source, int line, boolean block) {
      super(line, text.hashCode(), 1);
      this.text = text;
      this.source = source;
      this.block = block;
    }

    public String text() {
      return text;
    }

    /** As written, without quotes. */
    public String source() {
      return source;
    }

    /** The line on which the text itself begins: a block scalar starts below its key. */
    public int textLine() {
      return block ? line() + 1 : line();
    }

    @Override
    public boolean sameMeaning(Yaml other) {
      return other instanceof Scalar s && text.equals(s.text);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public static final class Sequence extends Yaml {
    private final List<Yaml> items;

    public Sequence(List<Yaml> items, int line) {
      super(line, items.hashCode() + 1, 1 + items.stream().mapToInt(Yaml::size).sum());
      this.items = List.copyOf(items);
    }

    public List<Yaml> items() {
      return items;
    }

    @Override
    public boolean sameMeaning(Yaml other) {
      return other instanceof Sequence s && items.equals(s.items);
    }

    @Override
    public String toString() {
      return items.toString();
    }
  }

  public static final class Mapping extends Yaml {
    public static final Mapping EMPTY = new Mapping(new LinkedHashMap<>(), Map.of(), 0);

    private final Map<String, Yaml> entries;
    private final Map<String, Integer> lines;

    public Mapping(Map<String, Yaml> entries, Map<String, Integer> lines, int line) {
      super(
          line,
          entries.hashCode() + 2,
          1 + entries.values().stream().mapToInt(v -> v.size() + 1).sum());
      this.entries = entries;
      this.lines = lines;
    }

    public Map<String, Yaml> entries() {
      return entries;
    }

    public Optional<Yaml> get(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    /** The text under a key; empty if there is none or it is no text. */
    public Optional<String> text(String key) {
      return get(key).flatMap(Yaml::scalar).map(Scalar::text);
    }

    public Mapping sub(String key) {
      return get(key).flatMap(Yaml::mapping).orElse(EMPTY);
    }

    public int lineOf(String key) {
      return lines.getOrDefault(key, line());
    }

    @Override
    public boolean sameMeaning(Yaml other) {
      return other instanceof Mapping m && entries.equals(m.entries);
    }

    @Override
    public String toString() {
      return entries.toString();
    }
  }
}
