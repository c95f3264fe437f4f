package io.github.cicdmonitor.github;

import java.util.Optional;

/**
 * An ETag together with whom it was given to: GitHub answers 304 to nobody else, and what one token was
 * told must not speak for another. Kept as one text, {@code MARK ETAG}, that shows no token.
 */
record Validator(String mark, String etag) {
  /** @param authorization the header's value; empty where nothing is shown */
  static Validator of(Optional<String> authorization, String etag) {
    return new Validator(authorization.map(CredentialFingerprint::of).orElse("-"), etag);
  }

  /** The ETag that {@code kept} holds for this authorization; empty for another one's. */
  static Optional<String> etag(Optional<String> kept, Optional<String> authorization) {
    String start = of(authorization, "").text();
    return kept.filter(text -> text.startsWith(start)).map(text -> text.substring(start.length()));
  }

  String text() {
    return mark + " " + etag;
  }
}
