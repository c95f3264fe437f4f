package io.github.cicdmonitor.workflow;

import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import io.github.cicdmonitor.workflow.Yaml.Sequence;
import io.github.cicdmonitor.workflow.Yaml.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 (core schema) and refuses what another reader could understand differently:
 * duplicate keys (also such that differ in case only), merge keys, explicit tags, directives,
 * further documents, keys that are no text, and anything too deep or too large. Aliases are
 * resolved, so an anchored value is compared where it is used.
 */
public final class StrictYaml {
  private static final int MAX_DEPTH = 60;
  private static final int MAX_ALIASES = 200;
  private static final int MAX_VALUES = 400_000;
  // An alias may repeat a part, but not blow the whole up: real workflows stay far below.
  private static final int MAX_REPEATED = 20_000;
  private static final int MAX_CODE_POINTS = 16 * 1024 * 1024;

  private final Iterator<Event> events;
  private final boolean ignoringCase;
  private final String text;
  private final int skipped;
  private final boolean wide;
  private final Map<String, Yaml> anchors = new HashMap<>();
  private int aliases;
  private int values;
  private int repeated;

  /** The text cannot be read, or not in one way only. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    public Refused(String reason, int line) {
      super(reason);
      this.line = line;
    }

    public int line() {
      return line;
    }

    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  private StrictYaml(String text, int skipped, boolean ignoringCase) {
    LoadSettings settings = LoadSettings.builder()
        .setParseComments(false)
        .setUseMarks(true)
        .setCodePointLimit(MAX_CODE_POINTS)
        .build();
    this.events = new Parse(settings).parseString(text).iterator();
    this.ignoringCase = ignoringCase;
    this.text = text;
    this.skipped = skipped;
    this.wide = text.codePointCount(0, text.length()) != text.length();
  }

  /** A workflow or action: keys that differ in case only count as the same key, as on GitHub. */
  public static Yaml read(String text) throws Refused {
    return read(text, true);
  }

  /** JSON, which is YAML; keys compare with case. */
  public static Yaml readJson(String text) throws Refused {
    return read(text, false);
  }

  private static Yaml read(String text, boolean ignoringCase) throws Refused {
    try {
      int mark = text.startsWith("\uFEFF") ? 1 : 0;
      return new StrictYaml(text.substring(mark), mark, ignoringCase).document();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new Refused("not readable as YAML: " + Shown.quoted(e.getProblem()), line);
    } catch (YamlEngineException e) {
      throw new Refused("not readable as YAML", 0);
    }
  }

  private Yaml document() throws Refused {
    Optional<Yaml> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case StreamStart, DocumentEnd, StreamEnd, Comment -> {}
        case DocumentStart -> {
          DocumentStartEvent start = (DocumentStartEvent) event;
          if (root.isPresent()) {
            throw new Refused("a second document", lineOf(event));
          }
          if (start.getSpecVersion().isPresent() || hasOwnTags(start)) {
            throw new Refused("a directive", lineOf(event));
          }
        }
        default -> root = Optional.of(value(event, 0));
      }
    }
    return root.orElse(Mapping.EMPTY);
  }

  private static boolean hasOwnTags(DocumentStartEvent start) {
    return start.getTags().entrySet().stream()
        .anyMatch(tag -> !(tag.getKey().equals("!") && tag.getValue().equals("!"))
            && !(tag.getKey().equals("!!") && tag.getValue().equals("tag:yaml.org,2002:")));
  }

  private Yaml value(Event event, int depth) throws Refused {
    int line = lineOf(event);
    if (depth > MAX_DEPTH) {
      throw new Refused("nested deeper than " + MAX_DEPTH, line);
    }
    if (++values > MAX_VALUES) {
      throw new Refused("more than " + MAX_VALUES + " values", line);
    }
    if (event instanceof AliasEvent alias) {
      return resolved(alias, line);
    }
    Yaml result;
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), line);
      String source = scalar.getValue();
      String value = scalar.isPlain() ? CoreSchema.plain(source) : source;
      result = new Scalar(
          value,
          source,
          scalar.isPlain() ? CoreSchema.type(source, value) : Yaml.Type.TEXT,
          scalar.isLiteral() || scalar.isFolded(),
          line,
          span(event));
    } else if (event instanceof CollectionStartEvent start) {
      refuseTag(start.getTag(), line);
      result = event.getEventId() == Event.ID.SequenceStart
          ? sequence(event, line, depth)
          : mapping(event, line, depth);
    } else {
      throw new Refused("not readable as YAML", line);
    }
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), result));
    return result;
  }

  private Yaml resolved(AliasEvent alias, int line) throws Refused {
    Yaml target = anchors.get(alias.getAlias().getValue());
    if (target == null) {
      throw new Refused("an alias without its anchor", line);
    }
    repeated += target.size();
    if (++aliases > MAX_ALIASES || repeated > MAX_REPEATED) {
      throw new Refused("aliases repeat too much", line);
    }
    return target;
  }

  private Sequence sequence(Event start, int line, int depth) throws Refused {
    List<Yaml> items = new ArrayList<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.SequenceEnd) {
      items.add(value(next, depth + 1));
      next = events.next();
    }
    return new Sequence(items, line, new Span(span(start).start(), span(next).end()));
  }

  private Mapping mapping(Event start, int line, int depth) throws Refused {
    Map<String, Yaml> entries = new LinkedHashMap<>();
    Map<String, Yaml.Key> keys = new HashMap<>();
    Set<String> seen = new HashSet<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.MappingEnd) {
      int keyLine = lineOf(next);
      if (!(next instanceof ScalarEvent key)) {
        throw new Refused("a key that is no text", keyLine);
      }
      refuseTag(key.getTag(), keyLine);
      String name = key.getValue();
      if (name.equals("<<")) {
        throw new Refused("a merge key", keyLine);
      }
      if (key.getAnchor().isPresent()) {
        throw new Refused("an anchor on a key", keyLine);
      }
      if (!seen.add(ignoringCase ? name.toLowerCase(Locale.ROOT) : name)) {
        throw new Refused("the key " + Shown.quoted(name) + " twice", keyLine);
      }
      entries.put(name, value(events.next(), depth + 1));
      int column = key.getStartMark().map(Mark::getColumn).orElse(0);
      keys.put(name, new Yaml.Key(keyLine, column, span(key)));
      next = events.next();
    }
    return new Mapping(
        entries, keys, line, new Span(span(start).start(), span(next).end()));
  }

  private static void refuseTag(Optional<String> tag, int line) throws Refused {
    if (tag.isPresent()) {
      throw new Refused("an explicit tag", line);
    }
  }

  private Span span(Event event) {
    return new Span(
        event.getStartMark().map(this::offset).orElse(0),
        event.getEndMark().map(this::offset).orElse(0));
  }

  /** The parser counts code points. */
  private int offset(Mark mark) {
    int index = mark.getIndex();
    return skipped + (wide ? text.offsetByCodePoints(0, index) : index);
  }

  private static int lineOf(Event event) {
    return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
