package io.github.cicdmonitor.remote;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a refusal means for the run, and the three-part words for it. Names the variable the
 * credentials come from and, where GitHub tells it, the permission that was missing. Never quotes a
 * body; of headers only what has the form it must have.
 *
 * @param kind for a read; a refused write is NO where a read is CREDENTIALS, except for 401
 */
public record HttpFailure(Kind kind, Explanation explanation) {
  private static final Pattern PERMISSIONS =
      Pattern.compile("[a-z_]+=[a-z]+(?:[,;] ?[a-z_]+=[a-z]+)*");
  private static final Pattern ORGANISATION = Pattern.compile("/orgs/([A-Za-z0-9-]{1,39})/sso");
  private static final String LATER = "Run again later";

  /** {@code what} reads {@code could not list the runs of acme/shop}. */
  public static HttpFailure ofRead(Service service, String what, HttpError refusal) {
    return of(service, what, refusal, Kind.CREDENTIALS);
  }

  /** Like a read, but a refusal that will not change is NO. */
  public static HttpFailure ofWrite(Service service, String what, HttpError refusal) {
    return of(service, what, refusal, Kind.NO);
  }

  private static HttpFailure of(Service service, String what, HttpError refusal, Kind forbidden) {
    return switch (refusal.reason()) {
      case LIMITED ->
        new HttpFailure(
            Kind.UNAVAILABLE,
            new Explanation(
                what,
                service.name()
                    + " limits our requests"
                    + refusal.until().map(until -> " until " + until).orElse(""),
                "Run again after that"));
      case NETWORK ->
        new HttpFailure(
            Kind.UNAVAILABLE,
            new Explanation(what, service.name() + ": " + refusal.words(), LATER));
      case NONSENSE ->
        new HttpFailure(
            Kind.UNAVAILABLE,
            new Explanation(
                what,
                service.name() + " gave an answer that makes no sense: " + refusal.words(),
                LATER));
      case STATUS -> ofStatus(service, what, refusal, forbidden);
    };
  }

  private static HttpFailure ofStatus(
      Service service, String what, HttpError refusal, Kind forbidden) {
    int status = refusal.status();
    String answered = " (" + status + ")";
    return switch (status) {
      case 401 ->
        new HttpFailure(
            Kind.TOKEN,
            new Explanation(
                what,
                service.name() + " refused " + service.credentials() + answered,
                service.renewal()));
      case 403 -> new HttpFailure(forbidden, forbidden(service, what, refusal, answered));
      case 404, 410, 451 ->
        new HttpFailure(
            forbidden,
            new Explanation(
                what,
                "it does not exist, or " + service.credentials() + " may not reach it" + answered,
                "Check the name, and grant " + permissions(refusal)));
      default ->
        new HttpFailure(
            status >= 500 || forbidden == Kind.CREDENTIALS ? Kind.UNAVAILABLE : forbidden,
            new Explanation(
                what,
                service.name() + " answered " + status,
                status >= 500 || forbidden == Kind.CREDENTIALS ? LATER : ""));
    };
  }

  private static Explanation forbidden(
      Service service, String what, HttpError refusal, String answered) {
    Optional<String> sso = refusal.head().flatMap(h -> h.header("x-github-sso"));
    if (sso.isPresent()) {
      Matcher organisation = ORGANISATION.matcher(sso.get());
      String name = organisation.find() ? organisation.group(1) : "the organisation";
      return new Explanation(
          what,
          name + " asks for single sign-on and " + service.credentials() + " is not authorised"
              + answered,
          "Authorise the token for " + name + " under Settings, Developer settings, Configure SSO");
    }
    return new Explanation(
        what,
        service.credentials() + " lacks " + permissions(refusal) + answered,
        "Grant " + permissions(refusal));
  }

  /** As GitHub tells it, else by what was asked for. */
  private static String permissions(HttpError refusal) {
    return refusal
        .head()
        .flatMap(head -> head.header("x-accepted-github-permissions"))
        .filter(words -> PERMISSIONS.matcher(words).matches())
        .orElse(refusal.needed().isEmpty() ? "the missing permission" : refusal.needed());
  }
}
