//! `AvroSchema`: the type describes itself to a builder.

use super::{codec, default, implement, same, source, variant};
use crate::attr::{Comments, Order, Property};
use crate::model::{Content, Entity, Field, FieldDefault, Namespace, Record, Role, Shape, Trait, Variant, is_on};
use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;
use syn::ext::IdentExt;

pub(super) fn expand(entity: &Entity<'_>) -> TokenStream {
    let build = build(entity);
    let type_name = type_name(entity);
    let branches = branches(entity);
    let cell = (!entity.generics.has_instances()).then(|| {
        quote! {
            fn try_schema() -> __avro::Result<&'static __avro::Schema, __avro::Error> {
                static __SCHEMA: __avro::SchemaCell = __avro::SchemaCell::new();
                __SCHEMA.get::<Self>()
            }
        }
    });
    implement(
        entity,
        Trait::Schema,
        quote! {
            #branches
            fn build(__builder: &mut __avro::SchemaBuilder) -> __avro::NodeId {
                #build
            }
            fn type_name() -> __avro::Cow<'static, __avro::str> {
                #type_name
            }
            #cell
        },
    )
}

fn branches(entity: &Entity<'_>) -> Option<TokenStream> {
    let count = match &entity.shape {
        Shape::Record(_) | Shape::Enum(_) => return None,
        Shape::Same { .. } => codec::branches(same(entity)?),
        Shape::Converted(raw) => quote!(<#raw as __avro::AvroSchema>::BRANCHES),
        Shape::Union(variants) => variant::total(variants),
    };
    Some(quote! {
        const BRANCHES: __avro::u32 = #count;
    })
}

fn build(entity: &Entity<'_>) -> TokenStream {
    match &entity.shape {
        Shape::Record(record) => {
            let members = source::fields(&record.fields);
            let source = source::of_type(entity, &members);
            let head = type_parts(entity);
            let is_error = is_on(entity.attrs.error).then(|| quote!(.is_error()));
            let fields = fields(record);
            let name = full_name(entity, quote!(&<Self as __avro::AvroSchema>::type_name()));
            quote! {
                #source
                __builder.record::<Self>(#name, |__builder| {
                    __builder.source(&__SOURCE) #head #is_error;
                    #(#fields)*
                })
            }
        }
        Shape::Same { .. } => {
            let build = same(entity).map(codec::build);
            quote!(__builder.unnamed::<Self>(|__builder| #build))
        }
        Shape::Converted(raw) => quote!(__builder.unnamed::<Self>(<#raw as __avro::AvroSchema>::build)),
        Shape::Enum(variants) => enumeration(entity, variants),
        Shape::Union(variants) => union(entity, variants),
    }
}

/// The name of the type, behind it the names of the arguments.
fn type_name(entity: &Entity<'_>) -> TokenStream {
    match &entity.shape {
        Shape::Converted(raw) => return quote!(<#raw as __avro::AvroSchema>::type_name()),
        Shape::Same { .. } => {
            if let Some(field) = same(entity).filter(|field| field.codec.marker.is_none()) {
                let ty = field.wire_type();
                return quote!(<#ty as __avro::AvroSchema>::type_name());
            }
        }
        _ => {}
    }
    let name = &entity.name.text;
    let arguments = entity.generics.argument_names();
    match arguments.is_empty() {
        true => quote!(__avro::Cow::Borrowed(#name)),
        false => quote!(__avro::Cow::Owned(__avro::instance_name(#name, &[#(#arguments),*]))),
    }
}

/// A simple name in the namespace of the type.
pub(super) fn full_name(entity: &Entity<'_>, simple: TokenStream) -> TokenStream {
    let namespace = match &entity.namespace {
        None => quote!(__avro::None),
        Some(Namespace::Text(text)) => {
            let text = &text.text;
            quote!(__avro::Some(#text))
        }
        Some(Namespace::Const(path)) => quote!(__avro::Some(#path)),
    };
    quote!(__avro::Name::lenient(#simple, #namespace))
}

/// Aliases, documentation and properties as calls on a builder.
fn parts(aliases: &[&LitStr], doc: Option<&Comments>, meta: &[Property]) -> TokenStream {
    let doc = doc.map(|doc| match doc {
        Comments::Text(text) => quote!(.doc(#text)),
        Comments::Expanded(text) => quote!(.doc(&__avro::comments(#text))),
    });
    let meta = meta.iter().map(|property| {
        let (key, value) = (&property.key, codec::value(property));
        quote!(.property(#key, #value))
    });
    quote!(#(.alias(#aliases))* #doc #(#meta)*)
}

fn type_parts(entity: &Entity<'_>) -> TokenStream {
    parts(&entity.aliases(), entity.doc.as_ref(), &entity.attrs.meta)
}

fn fields(record: &Record<'_>) -> Vec<TokenStream> {
    record.fields.iter().filter_map(field).collect()
}

fn field(field: &Field<'_>) -> Option<TokenStream> {
    let build = codec::build(field);
    let name = &field.name.text;
    match field.role {
        Role::Ignored => None,
        Role::Flattened => {
            let name = &field.rust_name;
            Some(quote!(__builder.flatten_field(#name, |__builder| #build);))
        }
        Role::Live => {
            let default = default_of(field);
            let order = field.attrs.order.map(|(order, _)| match order {
                Order::Ascending => quote!(.order(__avro::Order::Ascending)),
                Order::Descending => quote!(.order(__avro::Order::Descending)),
                Order::Ignore => quote!(.order(__avro::Order::Ignore)),
            });
            let parts = parts(&field.aliases(), field.doc.as_ref(), &field.attrs.meta);
            Some(quote!(__builder.field(#name, |__builder| #build) #default #order #parts;))
        }
    }
}

fn default_of(field: &Field<'_>) -> Option<TokenStream> {
    match &field.default {
        FieldDefault::None => None,
        FieldDefault::Null => Some(quote!(.default_json(__avro::Value::Null))),
        FieldDefault::Json(text) => Some(quote!(.default_json(__avro::json(#text)))),
        FieldDefault::Value { .. } => {
            let encode = default::encode(field)?;
            Some(quote!(.default_value(|__encoder| #encode)))
        }
    }
}

fn enumeration(entity: &Entity<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let live: Vec<&Variant<'_>> = variants.iter().filter(|variant| !variant.ignored).collect();
    let members = source::variants(live.iter().copied());
    let source = source::of_type(entity, &members);
    let symbols = live.iter().map(|variant| &variant.name.text);
    let head = type_parts(entity);
    let default = entity.shape.default_symbol().map(|variant| {
        let symbol = &variant.name.text;
        quote!(.default_symbol(#symbol))
    });
    let name = full_name(entity, quote!(&<Self as __avro::AvroSchema>::type_name()));
    quote! {
        #source
        __builder.enumeration::<Self>(#name, &[#(#symbols),*], |__builder| {
            __builder.source(&__SOURCE) #head #default;
        })
    }
}

fn union(entity: &Entity<'_>, variants: &[Variant<'_>]) -> TokenStream {
    let branches = variants.iter().enumerate().filter(|(_, variant)| !variant.ignored).map(|(index, variant)| {
        match &variant.content {
            Content::Newtype(field) => codec::build(field),
            _ => record_variant(entity, index as u32, variant),
        }
    });
    let members = source::variants(variants.iter().filter(|variant| !variant.ignored));
    let source = source::of_type(entity, &members);
    quote! {
        #source
        __builder.unnamed::<Self>(|__builder| {
            let __branches = [#(#branches),*];
            let __union = __builder.union_of(<Self as __avro::AvroSchema>::BRANCHES, __branches);
            __builder.source(__union, &__SOURCE);
            __union
        })
    }
}

/// The record that a struct, tuple or unit variant is; for a generic type the names of the arguments stand behind its name.
fn record_variant(entity: &Entity<'_>, index: u32, variant: &Variant<'_>) -> TokenStream {
    let rust_name = variant.ident.unraw().to_string();
    let members = source::fields(variant.fields());
    let source = source::of_variant(entity, variant, &members);
    let arguments = entity.generics.argument_names();
    let name = &variant.name.text;
    let name = match arguments.is_empty() {
        true => quote!(#name),
        false => quote!(&__avro::instance_name(#name, &[#(#arguments),*])),
    };
    let name = full_name(entity, name);
    let head = parts(&variant.aliases(), variant.doc.as_ref(), &variant.attrs.meta);
    let fields = variant.fields().iter().filter_map(field);
    quote! {{
        #source
        __builder.variant::<Self, #index>(#rust_name, #name, |__builder| {
            __builder.source(&__SOURCE) #head;
            #(#fields)*
        })
    }}
}
