//! Collects what is wrong with a type, so that all of it is reported in one go.

use proc_macro2::Span;
use quote::ToTokens;
use std::cell::RefCell;
use std::fmt::Display;

/// The errors of one derive. It has to be finished: errors that nobody asks for would let a wrong type pass.
pub(crate) struct Ctxt {
    errors: RefCell<Vec<syn::Error>>,
    finished: bool,
}

impl Ctxt {
    pub(crate) fn new() -> Ctxt {
        Ctxt { errors: RefCell::default(), finished: false }
    }

    /// Reports `message` under a place in the user's code.
    pub(crate) fn error(&self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Reports `message` under all of `tokens`.
    pub(crate) fn error_on(&self, tokens: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(tokens, message));
    }

    pub(crate) fn push(&self, error: syn::Error) {
        self.errors.borrow_mut().push(error);
    }

    /// The value of `result`; an error is reported.
    pub(crate) fn keep<T>(&self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// All errors as one; `None` when nothing is wrong.
    pub(crate) fn finish(mut self) -> Option<syn::Error> {
        self.finished = true;
        self.errors.take().into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        })
    }
}

impl Drop for Ctxt {
    fn drop(&mut self) {
        let forgotten = !self.finished && !std::thread::panicking();
        debug_assert!(!forgotten, "the errors of a derive were not asked for");
    }
}
