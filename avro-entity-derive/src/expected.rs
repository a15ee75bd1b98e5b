//! Expansions of a few shapes, checked in beside this file, so that a change of what is generated is seen as such.

use crate::expand::Traits;
use syn::{DeriveInput, parse_quote};

#[track_caller]
fn expected(name: &str, input: &DeriveInput, traits: Traits) {
    let expansion = crate::expansion(input, traits);
    let file: syn::File = syn::parse2(expansion).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("expected");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, prettyplease::unparse(&file)));
}

#[test]
fn a_record_with_scalars_text_and_options() {
    let input = parse_quote! {
        /// Somebody who signed up.
        #[avro(root, namespace = "net.example", alias = "User", meta(dbtype = "mongodb"))]
        struct Account {
            #[avro(name = "_id", alias = "id", type_meta(subtype = "objectid"))]
            id: String,
            visits: i64,
            active: bool,
            nickname: Option<String>,
            #[avro(ignore)]
            session: Session,
        }
    };
    expected("record", &input, Traits::ALL);
}

#[test]
fn a_field_of_union_type_with_a_default() {
    let input = parse_quote! {
        struct Settings {
            #[avro(default = "dark")]
            theme: Option<String>,
            #[avro(default_json = "1")]
            size: Size,
        }
    };
    expected("default", &input, Traits::ALL);
}

#[test]
fn a_generic_record() {
    let input = parse_quote! {
        struct Page<'a, T: Clone, const N: usize> where T: Debug {
            title: &'a str,
            items: [T; N],
            next: Option<Box<Page<'a, T, N>>>,
        }
    };
    expected("generic", &input, Traits::ALL);
}

#[test]
fn a_newtype() {
    let input = parse_quote! {
        struct Price(#[avro(decimal(precision = 12, scale = 2))] Decimal);
    };
    expected("newtype", &input, Traits::ALL);
}

#[test]
fn an_enum_of_symbols() {
    let input = parse_quote! {
        #[avro(rename_all = "SCREAMING_SNAKE_CASE")]
        enum Colour {
            #[avro(default)]
            Unknown,
            DarkRed,
            #[avro(ignore)]
            Custom(u32),
        }
    };
    expected("symbols", &input, Traits::ALL);
}

#[test]
fn an_enum_with_data() {
    let input = parse_quote! {
        enum Payment {
            Cash,
            Card { number: String },
            Other(Other),
        }
    };
    expected("union", &input, Traits::ALL);
}

#[test]
fn a_type_with_mistakes() {
    let input = parse_quote! {
        struct Wrong<T> {
            #[avro(nam = "x", flatten = 1)]
            field: T,
            #[avro(default = -1)]
            count: u32,
        }
    };
    expected("mistakes", &input, Traits::ALL);
}
