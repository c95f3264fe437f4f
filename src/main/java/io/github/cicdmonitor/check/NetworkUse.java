package io.github.cicdmonitor.check;

/** Whether the network may be asked. */
public enum NetworkUse {
  ONLINE,
  OFFLINE
}
