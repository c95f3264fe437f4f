/**
 * Messages to people: {@code NoticeWriter} composes them, {@code NoticeSender} posts each once.
 * An incident has one message per channel; what happens later is a reply or a change of that one.
 * A flood goes into one digest per hour and channel, a mute holds back what a person knows already.
 * {@code Notifier} is the port; Slack or standard output is behind it.
 * Text of logs and models is escaped here, so that it neither links nor mentions anybody.
 */
@NullMarked
package io.github.cicdmonitor.notify;

import org.jspecify.annotations.NullMarked;
