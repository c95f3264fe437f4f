package io.github.cicdmonitor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.request.chat.ChatPostMessageRequest.ChatPostMessageRequestBuilder;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.methods.response.conversations.ConversationsHistoryResponse;
import com.slack.api.methods.response.conversations.ConversationsListResponse;
import com.slack.api.model.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlackSandboxTest {
  private final Sandbox sandbox = Sandbox.start();
  private final SlackSandbox slack = sandbox.slack();
  private MethodsClient client;

  @BeforeEach
  void aClient() {
    SlackConfig config = new SlackConfig();
    config.setMethodsEndpointUrlPrefix(slack.url());
    client = Slack.getInstance(config).methods(Sandbox.SLACK_BOT_TOKEN);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private ChatPostMessageResponse post(String channel, String text, String blocks)
      throws IOException, SlackApiException {
    return client.chatPostMessage(r -> {
      ChatPostMessageRequestBuilder request = r.channel(channel).text(text);
      return blocks.isEmpty() ? request : request.blocksAsString(blocks);
    });
  }

  @Test
  void a_post_by_name_is_found_again_by_its_metadata() throws IOException, SlackApiException {
    Message.Metadata metadata = Message.Metadata.builder()
        .eventType("cicd_monitor")
        .eventPayload(Map.of("key", "notice-1"))
        .build();
    ChatPostMessageResponse posted =
        client.chatPostMessage(r -> r.channel("#ci-cd-alerts").text("hello").metadata(metadata));

    ConversationsHistoryResponse history = client.conversationsHistory(
        r -> r.channel(posted.getChannel()).includeAllMetadata(true).limit(10));
    ConversationsHistoryResponse bare =
        client.conversationsHistory(r -> r.channel(posted.getChannel()).limit(10));

    assertThat(posted.isOk()).isTrue();
    assertThat(history.getMessages().get(0).getMetadata().getEventPayload())
        .containsEntry("key", "notice-1");
    assertThat(bare.getMessages().get(0).getMetadata()).isNull();
    assertThat(slack.withMetadata("key", "notice-1").ts()).isEqualTo(posted.getTs());
  }

  @Test
  void blocks_read_as_a_person_would_read_them() throws IOException, SlackApiException {
    post("ci-cd-approvals", "fallback", """
        [{"type":"header","text":{"type":"plain_text","text":"Approval"}},
         {"type":"section","text":{"type":"mrkdwn","text":"see <https://x.test/1|the run> &amp; &lt;wait&gt; <!channel>"}},
         {"type":"rich_text","elements":[
           {"type":"rich_text_preformatted","elements":[{"type":"text","text":"a\\nb"}]},
           {"type":"rich_text_list","style":"ordered","elements":[
             {"type":"rich_text_section","elements":[{"type":"link","url":"https://y.test","text":"y"}]}]}]},
         {"type":"divider"},
         {"type":"context","elements":[{"type":"plain_text","text":"end"}]}]""");

    assertThat(slack.messages("ci-cd-approvals").get(0).plainText()).isEqualTo("""
        == Approval ==
        see the run (https://x.test/1) & <wait> [mention !channel]
            a
            b
        1. y (https://y.test)
        ----
        end""");
  }

  @Test
  void too_much_text_is_refused_in_slack_s_ways() throws IOException, SlackApiException {
    String section = "{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"%s\"}}";
    String full = section.formatted("x".repeat(3000));
    String all = "[" + String.join(",", full, full, full, full) + "]";
    String more = "[" + String.join(",", full, full, full, full, section.formatted("y")) + "]";

    assertThat(post("ci-cd-alerts", "t", all).isOk()).isTrue();
    assertThat(post("ci-cd-alerts", "t", more).getError()).isEqualTo("msg_blocks_too_long");
    assertThat(post("ci-cd-alerts", "t", "[" + section.formatted("x".repeat(3001)) + "]")
            .getError())
        .isEqualTo("invalid_blocks");
    assertThat(slack.messages("ci-cd-alerts")).hasSize(1);
  }

  @Test
  void refusals_are_answers() throws IOException, SlackApiException {
    slack.channel("private").withoutBot();
    slack.refuse("channels:read");

    ConversationsListResponse list = client.conversationsList(r -> r.limit(10));

    assertThat(post("private", "x", "").getError()).isEqualTo("not_in_channel");
    assertThat(post("nowhere", "x", "").getError()).isEqualTo("channel_not_found");
    assertThat(list.getError()).isEqualTo("missing_scope");
    assertThat(list.getNeeded()).isEqualTo("channels:read");
    assertThat(list.getProvided()).isEqualTo("channels:history,chat:write,reactions:read");
    slack.revoke(Sandbox.SLACK_BOT_TOKEN);
    assertThat(client.authTest(r -> r).getError()).isEqualTo("invalid_auth");
  }

  @Test
  void a_limit_is_429_with_a_time_to_wait() {
    slack.faults().once("POST /api/chat.postMessage", Fault.tooManyRequests(Duration.ofSeconds(3)));

    SlackApiException limited = Assertions.catchThrowableOfType(
        SlackApiException.class, () -> post("ci-cd-alerts", "x", ""));

    assertThat(limited.getResponse().code()).isEqualTo(429);
    assertThat(limited.getResponse().header("Retry-After")).isEqualTo("3");
    assertThat(slack.messages("ci-cd-alerts")).isEmpty();
  }

  @Test
  void messages_change_and_carry_reactions() throws IOException, SlackApiException {
    ChatPostMessageResponse posted = post("ci-cd-approvals", "please", "");
    SlackMessage message = slack.messages("ci-cd-approvals").get(0);
    slack.react(message, "U1", "white_check_mark");

    client.chatUpdate(r -> r.channel(posted.getChannel()).ts(posted.getTs()).text("done"));

    assertThat(message.text()).isEqualTo("done");
    assertThat(message.wasUpdated()).isTrue();
    assertThat(client
            .reactionsGet(
                r -> r.channel(posted.getChannel()).timestamp(posted.getTs()).full(true))
            .getMessage()
            .getReactions()
            .get(0)
            .getUsers())
        .containsExactly("U1");
  }

  @Test
  void history_is_newest_first_and_goes_on_by_cursor() throws IOException, SlackApiException {
    for (String text : new String[] {"one", "two", "three"}) {
      post("ci-cd-alerts", text, "");
    }
    String channel = slack.channel("ci-cd-alerts").id();
    ConversationsHistoryResponse first =
        client.conversationsHistory(r -> r.channel(channel).limit(2));
    ConversationsHistoryResponse rest = client.conversationsHistory(
        r -> r.channel(channel).limit(2).cursor(first.getResponseMetadata().getNextCursor()));

    assertThat(first.getMessages()).extracting(Message::getText).containsExactly("three", "two");
    assertThat(rest.getMessages()).extracting(Message::getText).containsExactly("one");
    assertThat(rest.isHasMore()).isFalse();
  }
}
