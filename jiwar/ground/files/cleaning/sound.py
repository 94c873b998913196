"""Sound: its frames, one after the other, and nothing between, before or behind them."""

import io
import struct
import wave

from jiwar.ground.files.cleaning.taken import NotTaken

MOST_CHANNELS = 2
RATES = range(4_000, 192_001)
LEAST_FRAMES = 3
"""So few frames of MP3 in a row happen by chance in other files."""
MOST_BETWEEN = 4_096
"""Bytes that are passed over before the first frame, behind a tag."""
BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLING = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
CODECS = (b"OpusHead", b"\x01vorbis")


def clean_wav(content: bytes) -> bytes:
    """PCM alone: the samples, under a new header."""
    try:
        with wave.open(io.BytesIO(content)) as found:
            shape = found.getparams()
            frames = found.readframes(shape.nframes)
    except Exception as error:  # what a reader of hostile bytes raises is no part of its interface
        raise NotTaken("damaged") from error
    width = shape.nchannels * shape.sampwidth
    is_whole = bool(frames) and len(frames) == shape.nframes * width
    if shape.nchannels > MOST_CHANNELS or shape.framerate not in RATES or not is_whole:
        raise NotTaken("damaged")
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(shape.nchannels)
        made.setsampwidth(shape.sampwidth)
        made.setframerate(shape.framerate)
        made.writeframes(frames)
    return out.getvalue()


def clean_mp3(content: bytes) -> bytes:
    """Frames of MPEG layer III without the tags around them; what stands between two frames is damage."""
    at, frames = _first_frame(content), []
    while at + 4 <= len(content) and (size := _frame_size(content[at : at + 4])) and at + size <= len(content):
        frames.append(content[at : at + size])
        at += size
    rest = content[at:]
    if len(frames) < LEAST_FRAMES or (rest and not _is_tag(rest)):
        raise NotTaken("damaged")
    return b"".join(frames)


def is_frame(head: bytes) -> bool:
    """Whether a file begins with a frame of MPEG layer III."""
    return len(head) >= 4 and _frame_size(head[:4]) > 0


def clean_ogg(content: bytes) -> bytes:
    """The pages of one stream of Opus or Vorbis, each with the right checksum, up to the end of the stream."""
    at, serial = 0, b""
    pages: list[bytes] = []
    while content[at : at + 4] == b"OggS":
        page = _ogg_page(content, at)
        if not pages:
            serial = page[14:18]
            if not page[27 + page[26] :].startswith(CODECS):
                raise NotTaken("kind_not_taken")
        if page[14:18] != serial or bool(page[5] & 2) != (not pages):
            raise NotTaken("has_strange_parts")
        pages.append(page)
        at += len(page)
        if page[5] & 4:
            break
    if len(pages) < LEAST_FRAMES or not pages[-1][5] & 4:
        raise NotTaken("damaged")
    return b"".join(pages)


def _first_frame(content: bytes) -> int:
    """Where the sound begins: behind an ID3 tag, if there is one."""
    at = 0
    if content.startswith(b"ID3"):
        if len(content) < 10 or any(byte & 0x80 for byte in content[6:10]):
            raise NotTaken("damaged")
        at = 10 + sum(byte << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    for start in range(at, min(at + MOST_BETWEEN, len(content) - 4)):
        size = _frame_size(content[start : start + 4])
        if size and _frame_size(content[start + size : start + size + 4]):
            return start
    raise NotTaken("damaged")


def _frame_size(head: bytes) -> int:
    """Bytes of a frame of layer III (ISO 11172-3, 13818-3), by its header; 0 where it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer, rate, sampling = head[1] >> 3 & 3, head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer != 1 or rate in (0, 15) or sampling == 3:
        return 0
    is_first = version == 3
    bits = (BITRATES if is_first else BITRATES_2)[rate] * 1000
    return (144 if is_first else 72) * bits // SAMPLING[version][sampling] + (head[2] >> 1 & 1)


def _is_tag(rest: bytes) -> bool:
    """What may stand behind the last frame and is left out: a tag, silence, or a frame that was cut off."""
    return rest.startswith((b"TAG", b"APETAGEX", b"\xff\xfb", b"\xff\xf3", b"\xff\xfa")) or not rest.strip(b"\x00")


def _ogg_page(content: bytes, at: int) -> bytes:
    """One page (RFC 3533) with the right checksum. Raises NotTaken."""
    head = content[at : at + 27]
    if len(head) < 27 or head[4] != 0 or head[5] > 7:
        raise NotTaken("damaged")
    lacing = content[at + 27 : at + 27 + head[26]]
    page = content[at : at + 27 + head[26] + sum(lacing)]
    if len(lacing) < head[26] or len(page) < 27 + head[26] + sum(lacing):
        raise NotTaken("damaged")
    if _ogg_checksum(page[:22] + bytes(4) + page[26:]) != struct.unpack("<I", page[22:26])[0]:
        raise NotTaken("damaged")
    return page


_TABLE = [0] * 256
for _n in range(256):
    _value = _n << 24
    for _ in range(8):
        _value = (_value << 1 ^ 0x04C11DB7 if _value & 0x80000000 else _value << 1) & 0xFFFFFFFF
    _TABLE[_n] = _value


def _ogg_checksum(page: bytes) -> int:
    """CRC-32 as RFC 3533 has it: not reflected, and nothing before or after; zlib's is another."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value
