//! A file of a dossier as fields, items and comments, to be changed at will and written down. What its
//! fields mean is not known here.

/// A value as it is written.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Plain(String),
    List(Vec<Item>),
    Group(&'static str, Vec<Field>),
    Map(Vec<(String, String)>),
}

/// A field, with the comments before it and at the end of its line.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) value: Value,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// An item of a list, with the comment before it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) value: Value,
    pub(super) before: Option<String>,
}

/// One version of a file.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) header: Option<String>,
    pub(super) fields: Vec<Field>,
}

pub(super) fn quoted(text: &str) -> Value {
    Value::Plain(format!("\"{text}\""))
}

pub(super) fn field(name: &str, value: Value) -> Field {
    Field { name: name.to_owned(), value, before: None, after: None }
}

pub(super) fn item(fields: Vec<Field>) -> Item {
    Item { value: Value::Group("", fields), before: None }
}

impl Value {
    fn is_commented(&self) -> bool {
        match self {
            Value::Plain(_) | Value::Map(_) => false,
            Value::List(items) => items.iter().any(|i| i.before.is_some() || i.value.is_commented()),
            Value::Group(_, fields) => {
                fields.iter().any(|f| f.before.is_some() || f.after.is_some() || f.value.is_commented())
            }
        }
    }

    pub(super) fn print(&self, indent: usize, out: &mut String) {
        let inner = "    ".repeat(indent + 1);
        match self {
            Value::Plain(text) => out.push_str(text),
            Value::Map(entries) => {
                let entries: Vec<String> = entries.iter().map(|(k, v)| format!("\"{k}\": \"{v}\"")).collect();
                out.push_str(&format!("{{{}}}", entries.join(", ")));
            }
            Value::List(items) => {
                let broken = indent == 1 || self.is_commented();
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if broken {
                        out.push_str(&format!("\n{inner}"));
                    } else if at > 0 {
                        out.push_str(", ");
                    }
                    item.before.iter().for_each(|comment| out.push_str(&format!("// {comment}\n{inner}")));
                    item.value.print(indent + 1, out);
                    if broken {
                        out.push(',');
                    }
                }
                out.push_str(&if broken { format!("\n{}]", "    ".repeat(indent)) } else { "]".to_owned() });
            }
            Value::Group(word, fields) => {
                let broken = indent == 0 || self.is_commented();
                out.push_str(&format!("{word}("));
                for (at, field) in fields.iter().enumerate() {
                    if broken {
                        out.push_str(&format!("\n{inner}"));
                    } else if at > 0 {
                        out.push_str(", ");
                    }
                    field.before.iter().for_each(|comment| out.push_str(&format!("// {comment}\n{inner}")));
                    if !field.name.is_empty() {
                        out.push_str(&format!("{}: ", field.name));
                    }
                    field.value.print(indent + 1, out);
                    if broken {
                        out.push(',');
                    }
                    field.after.iter().for_each(|comment| out.push_str(&format!(" // {comment}")));
                }
                out.push_str(&if broken { format!("\n{})", "    ".repeat(indent)) } else { ")".to_owned() });
            }
        }
    }
}

impl File {
    pub(super) fn print(&self) -> String {
        let mut out = self.header.iter().map(|comment| format!("// {comment}\n")).collect();
        Value::Group("Dossier", self.fields.clone()).print(0, &mut out);
        out + "\n"
    }

    pub(super) fn list(&mut self, name: &str) -> &mut Vec<Item> {
        list_in(&mut self.fields, name)
    }

    pub(super) fn ids(&mut self, name: &str) -> Vec<String> {
        let key = if name == "views" { "name" } else { "id" };
        let id = |item: &Item| match &item.value {
            Value::Group(_, fields) => fields.iter().find(|f| f.name == key).map(|f| match &f.value {
                Value::Plain(text) => text.trim_matches('"').to_owned(),
                _ => String::new(),
            }),
            _ => None,
        };
        self.list(name).iter().filter_map(id).collect()
    }
}

pub(super) fn list_in<'f>(fields: &'f mut Vec<Field>, name: &str) -> &'f mut Vec<Item> {
    let at = fields.iter().position(|f| f.name == name).unwrap_or_else(|| {
        fields.push(field(name, Value::List(Vec::new())));
        fields.len() - 1
    });
    match &mut fields[at].value {
        Value::List(items) => items,
        other => panic!("{name} is no list: {other:?}"),
    }
}
