package io.github.cicdmonitor.redact;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One line under examination: its text, what was found in it so far, and memories that keep the
 * examination linear. Rules are called from left to right; a run of characters that one rule has
 * measured is not measured again by the next one.
 */
final class ScannedLine {
  private static final int KEY_WORD_REACH = 80;

  private final String text;
  private final OwnSecrets own;
  private final int depth;
  private List<Finding> findings = List.of();
  private List<int[]> markers = List.of();
  private List<KeyBlocks.Edge> edges = List.of();
  private Map<Alphabet, int[]> runs = Map.of();
  private int lastAwsWord = Integer.MIN_VALUE / 2;
  private int fetcher = -1;
  private int header = -1;
  private int lastName = -1;
  private int restFrom = 0;
  private int restTo = -1;
  private boolean escapes;
  private boolean foreign;
  private boolean run;
  private int begun;
  private int contentEnd = -1;
  private int format = -1;
  private boolean manifest;
  private boolean provider;
  private Set<Integer> joints = Set.of();
  private NextLine.Await awaited = NextLine.Await.NOTHING;

  /** {@code depth} counts the layers of base64 or hex already taken off. */
  ScannedLine(String text, OwnSecrets own, int depth) {
    this.text = text;
    this.own = own;
    this.depth = depth;
  }

  /** A text joined of this line and others. It counts as decoded: what is for whole lines stays out. */
  ScannedLine view(String joined) {
    return new ScannedLine(joined, own, Math.max(depth, 1));
  }

  String text() {
    return text;
  }

  OwnSecrets own() {
    return own;
  }

  int depth() {
    return depth;
  }

  char at(int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : '\n';
  }

  /** The end of the run of such characters at {@code from}; each run is walked once per line. */
  int runEnd(Alphabet alphabet, int from) {
    if (runs.isEmpty()) {
      runs = new EnumMap<>(Alphabet.class);
    }
    int[] run = runs.computeIfAbsent(alphabet, first -> new int[] {-1, -1});
    if (from < run[0] || from >= run[1]) {
      run[0] = from;
      run[1] = alphabet.runEnd(text, from);
    }
    return run[1];
  }

  /** Where the rest of a header's line that begins at {@code from} ends: quote, backslash, end. */
  int restEnd(int from) {
    if (from < restFrom || from > restTo) {
      restFrom = from;
      restTo = from;
      while (restTo < text.length() && !Values.isQuote(at(restTo)) && at(restTo) != '\\') {
        restTo++;
      }
    }
    return restTo;
  }

  /** Whether the latest finding covers all of this. */
  boolean isFound(int from, int to) {
    if (findings.isEmpty()) {
      return false;
    }
    Finding last = findings.get(findings.size() - 1);
    return last.from() <= from && to <= last.to();
  }

  /** Whether the latest finding begins at {@code from} or behind it. */
  boolean hasFindingFrom(int from) {
    return !findings.isEmpty() && findings.get(findings.size() - 1).from() >= from;
  }

  void found(SecretRule rule, int from, int to) {
    add(new Finding(from, to, rule));
  }

  void add(Finding finding) {
    boolean isKnown = isFound(finding.from(), finding.to());
    if (finding.length() <= 0 || (isKnown && !namesMore(finding))) {
      return;
    }
    if (findings.isEmpty()) {
      findings = new ArrayList<>();
    }
    findings.add(finding);
  }

  /** What first looked merely random has turned out to be something. */
  private boolean namesMore(Finding finding) {
    SecretRule known = findings.get(findings.size() - 1).rule();
    return (known.equals(SecretRule.RANDOM) && !finding.rule().equals(SecretRule.RANDOM))
        || (known.equals(SecretRule.SIGNATURE) && finding.rule().namesProvider());
  }

  List<Finding> findings() {
    return findings;
  }

  /** A replacement made earlier: nothing inside it is a secret. */
  void mark(int from, int to) {
    if (markers.isEmpty()) {
      markers = new ArrayList<>();
    }
    markers.add(new int[] {from, to});
  }

  List<int[]> markers() {
    return markers;
  }

  boolean isMarked(int index) {
    return !markers.isEmpty() && index < markers.get(markers.size() - 1)[1];
  }

  void edge(KeyBlocks.Edge edge) {
    if (edges.isEmpty()) {
      edges = new ArrayList<>();
    }
    edges.add(edge);
  }

  List<KeyBlocks.Edge> edges() {
    return edges;
  }

  void awsWordAt(int index) {
    lastAwsWord = index;
  }

  boolean isNearAwsWord(int from) {
    return from - lastAwsWord <= KEY_WORD_REACH;
  }

  /** A program that takes {@code -u user:password} was named. */
  void fetcherAt(int index) {
    fetcher = index;
  }

  boolean hasFetcher() {
    return fetcher >= 0;
  }

  /** Whether the JWT header ending here was judged before, from an earlier beginning. */
  boolean isKnownHeader(int end) {
    boolean known = header == end;
    header = end;
    return known;
  }

  /** Whether the name ending here was judged before, at another key word in it. */
  boolean isKnownName(int end) {
    boolean known = lastName == end;
    lastName = end;
    return known;
  }

  void manifestOfSecret() {
    manifest = true;
  }

  boolean isManifestOfSecret() {
    return manifest;
  }

  /** A word stands here behind which a provider's token may follow. */
  void providerNamed() {
    provider = true;
  }

  boolean namesProvider() {
    return provider;
  }

  /** A character stands here that an escape may begin with. */
  void introducerAt(int index) {
    escapes = escapes || DecodedLine.mayBegin(text, index);
  }

  boolean mayHoldEscapes() {
    return escapes;
  }

  /** A long run of base64 stands here. */
  void longRun() {
    run = true;
  }

  /** How many of the last characters begin a literal that may go on in the next line. */
  void begunAtEnd(int characters) {
    begun = characters;
  }

  int begunAtEnd() {
    return begun;
  }

  boolean hasLongRun() {
    return run;
  }

  /** {@link LineEnds#endOfContent}, looked for once. */
  int endOfContent() {
    if (contentEnd < 0) {
      contentEnd = LineEnds.endOfContent(text);
    }
    return contentEnd;
  }

  boolean isHexDump() {
    return HexDumps.mayBe(text, Prefixes.end(text));
  }

  /** A character beyond ASCII stands here. */
  void foreignAt(int index) {
    char c = text.charAt(index);
    foreign = foreign || Character.isLetter(c);
    escapes = escapes || DecodedLine.isDressedUp(c);
  }

  boolean isForeign() {
    return foreign;
  }

  /** The literal of a token format stands here. */
  void formatAt(int index) {
    format = index;
  }

  /** Where the last literal of a token format stands; -1 if there is none. */
  int lastFormat() {
    return format;
  }

  void await(NextLine.Await what) {
    awaited = what;
  }

  NextLine.Await awaited() {
    return awaited;
  }

  /** Where the pieces of a joined text begin: each may be the first of a token. */
  void joinedAt(Set<Integer> pieces) {
    joints = pieces;
  }

  boolean isJoint(int index) {
    return joints.contains(index);
  }

  /** Whether a token may begin here: the character before belongs to something else. */
  boolean isBoundary(int from) {
    if (!Alphabet.ALNUM.has(at(from - 1)) || isJoint(from)) {
      return true;
    }
    return Escapes.endsAt(text, from);
  }
}
