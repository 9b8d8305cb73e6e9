/* Sends G.711-like RTP (172 bytes, in clear or as SRTP) through a relay and takes it at the other end.
 *
 * usage: rtpgen TARGETS PACKETS_PER_SECOND SECONDS SOURCE_PORT SINK_PORT [SOURCE_KEY SINK_KEY]
 *
 * TARGETS names the relay's port of each stream, one "address port" a line. All packets come from one
 * socket and the relay must send to the other; packets go to the streams in turn. First each stream
 * gets one packet, and the sink answers the packet that comes of it, so that the relay knows both
 * sides. Keys are hexadecimal: 16 bytes of AES_CM_128_HMAC_SHA1_80 master key and 14 of master salt.
 * A packet is known again by its relay port and its sequence number, whose distance to ours a relay
 * may choose but not change. Prints one line of JSON; times are in microseconds.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <srtp2/srtp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 32, PLAIN = 172, ROOM = 2048, MOST = 16384, PAST = 256, SLOWEST = 1000000 };

static struct sockaddr_in target[MOST];
static uint16_t next_sequence[MOST];
static uint64_t sent_at[MOST][PAST];
/* by the relay's port on the far side */
static int stream_of[65536];
static int distance[65536];
static uint32_t late[SLOWEST + 1];
static srtp_t encrypt_source, encrypt_sink;
static int encrypted;
static uint32_t first_ssrc;

static uint64_t nanos(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static int bound(int port) {
  int s = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), size = 64 << 20;
  if (setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size))
    setsockopt(s, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(s, (void *)&a, sizeof a)) {
    perror("bind");
    exit(1);
  }
  return s;
}

static srtp_t session(const char *hex) {
  static uint8_t key[30];
  for (int i = 0; i < 30; i++) sscanf(hex + 2 * i, "%2hhx", &key[i]);
  srtp_policy_t p;
  memset(&p, 0, sizeof p);
  srtp_crypto_policy_set_rtp_default(&p.rtp);
  srtp_crypto_policy_set_rtcp_default(&p.rtcp);
  p.ssrc.type = ssrc_any_outbound;
  p.key = key;
  p.window_size = 1024;
  p.allow_repeat_tx = 1;
  srtp_t s;
  if (srtp_create(&s, &p)) exit(1);
  return s;
}

static int packet(uint8_t *out, int stream, uint16_t sequence, srtp_t key) {
  uint32_t timestamp = htonl(160u * sequence), ssrc = htonl(first_ssrc + stream);
  memset(out, 0x55, PLAIN);
  out[0] = 0x80;
  out[1] = 0;
  out[2] = sequence >> 8;
  out[3] = sequence;
  memcpy(out + 4, &timestamp, 4);
  memcpy(out + 8, &ssrc, 4);
  int length = PLAIN;
  if (encrypted && srtp_protect(key, out, &length)) exit(1);
  return length;
}

static uint8_t received[2 * BATCH][ROOM];
static struct sockaddr_in from[2 * BATCH];
static struct iovec received_io[2 * BATCH];
static struct mmsghdr received_message[2 * BATCH];

static int receive(int sink) {
  for (int i = 0; i < 2 * BATCH; i++) received_message[i].msg_hdr.msg_namelen = sizeof from[i];
  return recvmmsg(sink, received_message, 2 * BATCH, MSG_DONTWAIT, 0);
}

static int is_rtp(int i) {
  return received_message[i].msg_len >= PLAIN && (received[i][1] & 0x7f) == 0;
}

int main(int count, char **word) {
  if (count != 6 && count != 8) {
    fprintf(stderr, "usage: see the first lines of rtpgen.c\n");
    return 2;
  }
  encrypted = count == 8;
  if (encrypted) {
    srtp_init();
    encrypt_source = session(word[6]);
    encrypt_sink = session(word[7]);
  }
  first_ssrc = (uint32_t)(nanos() >> 10) & 0x7fff0000u;
  FILE *f = fopen(word[1], "r");
  char ip[64];
  int port, streams = 0;
  if (!f) return 2;
  while (streams < MOST && fscanf(f, "%63s %d", ip, &port) == 2) {
    target[streams].sin_family = AF_INET;
    target[streams].sin_port = htons(port);
    inet_pton(AF_INET, ip, &target[streams++].sin_addr);
  }
  fclose(f);
  double rate = atof(word[2]), seconds = atof(word[3]);
  int source = bound(atoi(word[4])), sink = bound(atoi(word[5]));
  for (int i = 0; i < 2 * BATCH; i++) {
    received_io[i] = (struct iovec){received[i], ROOM};
    received_message[i].msg_hdr.msg_iov = &received_io[i];
    received_message[i].msg_hdr.msg_iovlen = 1;
    received_message[i].msg_hdr.msg_name = &from[i];
  }

  /* who is who: one stream after the other, with patience, and the far side answers */
  static uint8_t out[BATCH][ROOM];
  int learned = 0;
  memset(stream_of, -1, sizeof stream_of);
  for (int k = 0; k < streams; k++) {
    for (int attempt = 0; attempt < 5; attempt++) {
      int length = packet(out[0], k, next_sequence[k], encrypt_source);
      sendto(source, out[0], length, 0, (void *)&target[k], sizeof target[k]);
      uint64_t until = nanos() + 1000000000;
      int found = 0;
      while (!found && nanos() < until) {
        int n = receive(sink);
        for (int i = 0; i < n; i++) {
          int far = ntohs(from[i].sin_port);
          if (!is_rtp(i) || stream_of[far] >= 0) continue;
          uint16_t sequence = received[i][2] << 8 | received[i][3];
          stream_of[far] = k;
          distance[far] = (uint16_t)(sequence - next_sequence[k]);
          length = packet(out[1], MOST + k, attempt, encrypt_sink);
          sendto(sink, out[1], length, 0, (void *)&from[i], sizeof from[i]);
          found = 1;
        }
      }
      next_sequence[k]++;
      if (found) {
        learned++;
        break;
      }
    }
  }

  static struct iovec out_io[BATCH];
  static struct mmsghdr out_message[BATCH];
  for (int i = 0; i < BATCH; i++) {
    out_message[i].msg_hdr.msg_iov = &out_io[i];
    out_message[i].msg_hdr.msg_iovlen = 1;
  }
  /* a relay may take some seconds to settle */
  sleep(4);
  while (receive(sink) > 0) {}

  uint64_t sent = 0, arrived = 0, unknown = 0, longest = 0;
  int next = 0;
  double start = nanos() * 1e-9, end = start + seconds, now;
  while ((now = nanos() * 1e-9) < end) {
    double due = (now - start) * rate;
    for (int burst = 0; sent < due && burst < 4; burst++) {
      int n = 0;
      for (; n < BATCH && sent + n < due; n++) {
        int k = next;
        next = next + 1 == streams ? 0 : next + 1;
        uint16_t sequence = next_sequence[k]++;
        out_io[n] = (struct iovec){out[n], packet(out[n], k, sequence, encrypt_source)};
        sent_at[k][sequence % PAST] = nanos();
        out_message[n].msg_hdr.msg_name = &target[k];
        out_message[n].msg_hdr.msg_namelen = sizeof target[k];
      }
      for (int done = 0; done < n;) {
        int r = sendmmsg(source, out_message + done, n - done, 0);
        if (r > 0) done += r;
        else if (errno != EAGAIN && errno != ENOBUFS && errno != ECONNREFUSED) {
          perror("sendmmsg");
          return 1;
        }
      }
      sent += n;
    }
    for (int j = 0; j < 4; j++) {
      int n = receive(sink);
      uint64_t t = nanos();
      for (int i = 0; i < n; i++) {
        int far = ntohs(from[i].sin_port), k = stream_of[far];
        if (!is_rtp(i) || k < 0) {
          unknown++;
          continue;
        }
        uint16_t sequence = (received[i][2] << 8 | received[i][3]) - distance[far];
        uint64_t took = (t - sent_at[k][sequence % PAST]) / 1000;
        if (took > SLOWEST) took = SLOWEST;
        late[took]++;
        if (took > longest) longest = took;
        arrived++;
      }
      if (n < 2 * BATCH) break;
    }
  }
  double took = nanos() * 1e-9 - start;
  uint64_t in_time = arrived, until = nanos() + 600000000;
  while (nanos() < until) {
    int n = receive(sink);
    for (int i = 0; i < n; i++) arrived += is_rtp(i) && stream_of[ntohs(from[i].sin_port)] >= 0;
  }
  uint64_t seen = 0, p50 = 0, p99 = 0;
  for (uint64_t i = 0; i <= SLOWEST && !p99; i++) {
    seen += late[i];
    if (!p50 && seen * 2 >= in_time) p50 = i + 1;
    if (seen * 100 >= in_time * 99) p99 = i + 1;
  }
  printf("{\"streams\": %d, \"learned\": %d, \"sent\": %lu, \"received\": %lu, \"loss\": %.5f, "
         "\"sent_pps\": %.0f, \"p50\": %lu, \"p99\": %lu, \"max\": %lu, \"unknown\": %lu}\n",
         streams, learned, sent, arrived, sent ? 1 - (double)arrived / sent : 0, sent / took, p50,
         p99, longest, unknown);
  return 0;
}
