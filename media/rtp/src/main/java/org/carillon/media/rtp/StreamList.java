package org.carillon.media.rtp;

import java.util.ArrayList;
import java.util.List;

/**
 * Streams in no order, with adding and removing at a constant cost: each knows its place. Belongs
 * to a media thread.
 */
final class StreamList {

  /** Where a stream is: in which list, and at which index. */
  static final class Place {
    private StreamList list;
    private int index;
  }

  private final List<PacedStream> streams = new ArrayList<>(0);
  private final boolean forTiming;

  /** {@code forTiming}: a list of the wheel, of which a stream is in one at most. */
  StreamList(boolean forTiming) {
    this.forTiming = forTiming;
  }

  private Place place(PacedStream stream) {
    return forTiming ? stream.timing : stream.place;
  }

  int size() {
    return streams.size();
  }

  PacedStream get(int index) {
    return streams.get(index);
  }

  boolean has(PacedStream stream) {
    return place(stream).list == this;
  }

  void add(PacedStream stream) {
    Place place = place(stream);
    place.list = this;
    place.index = streams.size();
    streams.add(stream);
  }

  /** Takes a stream off the list that its place names, if there is one. */
  static void remove(Place place) {
    if (place.list != null) {
      place.list.removeAt(place.index);
      place.list = null;
    }
  }

  private void removeAt(int index) {
    PacedStream last = streams.removeLast();
    if (index < streams.size()) {
      streams.set(index, last);
      place(last).index = index;
    }
  }

  List<PacedStream> copy() {
    return List.copyOf(streams);
  }
}
