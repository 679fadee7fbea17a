//! Where a check stands: in the value, and in the contract form.

use alloc::string::{String, ToString};

use crate::json_text::push_step;

/// Where in a value a check stands: links on the stack, text only when something is reported.
#[derive(Clone, Copy, Debug)]
pub enum Path<'a> {
    /// The whole value.
    Root,
    /// A member of the object at the path.
    Member(&'a Path<'a>, &'a str),
    /// An item of the array at the path.
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// The RFC 6901 pointer.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Path::Root => String::new(),
            Path::Member(above, name) => {
                let mut text = above.to_text();
                push_step(&mut text, name);
                text
            }
            Path::Item(above, index) => {
                let mut text = above.to_text();
                push_step(&mut text, &index.to_string());
                text
            }
        }
    }
}

/// The place of a shape in the contract form, and whether it takes null.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub(super) pointer: &'static str,
    nullable: bool,
}

impl Rule {
    /// A shape that does not take null.
    #[must_use]
    pub const fn at(pointer: &'static str) -> Self {
        Rule {
            pointer,
            nullable: false,
        }
    }

    /// A shape that takes null.
    #[must_use]
    pub const fn or_null(pointer: &'static str) -> Self {
        Rule {
            pointer,
            nullable: true,
        }
    }

    /// The RFC 8785 text of `type`.
    pub(super) fn type_text(self, word: &str) -> String {
        if self.nullable {
            alloc::format!("[\"{word}\",\"null\"]")
        } else {
            alloc::format!("\"{word}\"")
        }
    }
}
