//! Where the characters of a text that was joined or unquoted stand in the first text.

/// A piece of a text that stands unbroken in the first text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Offset in this text.
    pub(super) at: u32,
    /// Offset in the first text.
    pub(super) origin: u32,
}

/// The way from the offsets of a text back to the first text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Map {
    /// By offset; the first is at 0.
    pieces: Vec<Piece>,
}

impl Map {
    /// A text that stands unbroken from this offset on.
    pub(super) fn from_offset(origin: u32) -> Self {
        Self { pieces: vec![Piece { at: 0, origin }] }
    }

    /// A text of these pieces, in order; an empty list stands for the first text itself.
    pub(super) fn of(mut pieces: Vec<Piece>) -> Self {
        if pieces.first().is_none_or(|piece| piece.at > 0) {
            pieces.insert(0, Piece { at: 0, origin: 0 });
        }
        Self { pieces }
    }

    /// The place in the first text of an offset taken as the begin of something.
    pub(super) fn begin(&self, at: u32) -> u32 {
        let behind = self.pieces.partition_point(|piece| piece.at <= at);
        let piece = self.pieces[behind.saturating_sub(1)];
        piece.origin + (at - piece.at)
    }

    /// The place just behind the byte before the offset.
    pub(super) fn end(&self, at: u32) -> u32 {
        if at == 0 { self.begin(0) } else { self.begin(at - 1) + 1 }
    }

    /// The map of a text whose own pieces lead into the text of this map; `length` is its length.
    pub(super) fn below(&self, inner: &[Piece], length: u32) -> Self {
        let mut pieces = Vec::with_capacity(inner.len());
        for (index, piece) in inner.iter().enumerate() {
            let end = inner.get(index + 1).map_or(length, |next| next.at);
            let last = piece.origin + (end - piece.at);
            pieces.push(Piece { at: piece.at, origin: self.begin(piece.origin) });
            let first = self.pieces.partition_point(|own| own.at <= piece.origin);
            for own in self.pieces[first..].iter().take_while(|own| own.at < last) {
                pieces.push(Piece { at: piece.at + (own.at - piece.origin), origin: own.origin });
            }
        }
        Self::of(pieces)
    }
}
