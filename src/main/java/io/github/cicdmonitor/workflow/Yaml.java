package io.github.cicdmonitor.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML value with the place it stands on. Equal when the meaning is equal, wherever it stands. */
public abstract class Yaml {
  private final int line;
  private final Span span;
  private final int hash;
  private final int size;

  private Yaml(int line, Span span, int hash, int size) {
    this.line = line;
    this.span = span;
    this.hash = hash;
    this.size = size;
  }

  public int line() {
    return line;
  }

  /** Where it stands in the text; with quotes, or with the header of a block. */
  public Span span() {
    return span;
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

  /** Empty where it is no mapping. */
  public Mapping asMapping() {
    return mapping().orElse(Mapping.EMPTY);
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

  /**
   * Characters of a text, counted as Java does.
   *
   * @param start of the first
   * @param end behind the last
   */
  public record Span(int start, int end) {
    public static final Span NONE = new Span(0, 0);
  }

  /** What the core schema makes of a scalar. */
  public enum Type {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /** A text as GitHub would read it: {@code 3.10} without quotes is the number 3.1. */
  public static final class Scalar extends Yaml {
    private final String text;
    private final String source;
    private final Type type;
    private final boolean block;

    /** @param source as written, without quotes */
    public Scalar(String text, String source, Type type, boolean block, int line, Span span) {
      super(line, span, text.hashCode(), 1);
      this.text = text;
      this.source = source;
      this.type = type;
      this.block = block;
    }

    public String text() {
      return text;
    }

    /** As written, without quotes. */
    public String source() {
      return source;
    }

    public Type type() {
      return type;
    }

    /** Whether it is a literal or folded block, which begins below its key. */
    public boolean isBlock() {
      return block;
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

    public Sequence(List<Yaml> items, int line, Span span) {
      super(
          line,
          span,
          items.hashCode() + 1,
          1 + items.stream().mapToInt(Yaml::size).sum());
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

  /**
   * A key of a mapping.
   *
   * @param line 1-based
   * @param column 0-based, in code points
   */
  public record Key(int line, int column, Span span) {}

  public static final class Mapping extends Yaml {
    public static final Mapping EMPTY = new Mapping(new LinkedHashMap<>(), Map.of(), 0, Span.NONE);

    private final Map<String, Yaml> entries;
    private final Map<String, Key> keys;

    /** @param keys where each key stands; may lack some */
    public Mapping(Map<String, Yaml> entries, Map<String, Key> keys, int line, Span span) {
      super(
          line,
          span,
          entries.hashCode() + 2,
          1 + entries.values().stream().mapToInt(v -> v.size() + 1).sum());
      this.entries = entries;
      this.keys = keys;
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
      Key found = keys.get(key);
      return found == null ? line() : found.line();
    }

    /** Where a key stands in the text. */
    public Optional<Key> key(String key) {
      return Optional.ofNullable(keys.get(key));
    }

    /** Whether the value under a key is written elsewhere, and an alias stands in its place. */
    public boolean isAlias(String key) {
      Yaml value = entries.get(key);
      Key at = keys.get(key);
      return value != null && at != null && value.span().start() < at.span().end();
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
