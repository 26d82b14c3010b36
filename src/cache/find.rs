//! By what an input of an operation is found in the cache: by what made it, or by what is in it.

use super::content::Contents;
use super::digest::{Digest, Digester};
use super::graph::{Graph, Input, Origin};
use super::solve::Solved;
use super::store::{Outcome, Token};

/// Finds the tokens of inputs of one build.
pub(super) struct Finder<'a, 't> {
    pub(super) graph: &'a Graph,
    pub(super) contents: &'a Contents<'t>,
}

/// What tokens are for: an operation that is made to run gives no key to what
/// asks for a record, but what is recorded afterwards knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    Cache,
    Record,
}

impl Finder<'_, '_> {
    /// By what an input can be found.
    pub(super) fn tokens(&self, input: &Input, solved: &[Solved], asking: Asking) -> Vec<Token> {
        let selector = || {
            let mut paths: Vec<&str> = input.selections.iter().map(|it| it.path.as_str()).collect();
            paths.sort_unstable();
            Digester::new("selector").texts(paths).finish()
        };
        let made = |by: Digest| {
            let digester = Digester::new("made").digest(by);
            Token::Made(digester.digest(selector()).finish())
        };
        let written = |outcome: Outcome| {
            let digester = Digester::new("written").digest(outcome);
            let filters =
                input.selections.iter().flat_map(|it| it.include.iter().chain(&it.exclude));
            let filters = Digester::new("filters").texts(filters.map(String::as_str)).finish();
            Token::Content(digester.digest(selector()).digest(filters).finish())
        };
        match &input.from {
            Origin::Vertex(vertex) => {
                let parent = &solved[*vertex];
                let gives_key = asking == Asking::Record || !self.graph.vertices[*vertex].is_forced;
                let records = parent.records.iter().filter(|_| gives_key);
                let mut tokens: Vec<Token> = records.map(|record| made(*record)).collect();
                if input.by_content {
                    tokens.push(written(parent.outcome));
                }
                tokens
            }
            Origin::Image(digest, _) if input.by_content => vec![made(*digest), written(*digest)],
            Origin::Image(digest, _) => vec![made(*digest)],
            Origin::Context => vec![Token::Content(self.contents.digest(&input.selections))],
            Origin::Text(digest) => vec![Token::Content(*digest)],
            Origin::Remote(address) => {
                vec![made(Digester::new("remote").text(address).finish())]
            }
        }
    }
}
