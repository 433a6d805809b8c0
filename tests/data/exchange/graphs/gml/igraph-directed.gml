Creator "igraph version 1.0.0 Sun Nov 29 10:23:11 2026"
Version 1
graph
[
  directed 1
  title "six &amp; seven"
  node
  [
    id 0
    title "Anna Blum"
    kind "person"
    born "1970-05-01"
    score 1.5
    alive 1
    name "a"
  ]
  node
  [
    id 1
    title "Bert &amp; Söhne <GmbH>"
    kind "firm"
    born "2014-05"
    score 2
    alive 0
    name "b"
  ]
  node
  [
    id 2
    title "日本"
    kind "state"
    born ""
    score -3.25
    alive 0
    name "c"
  ]
  node
  [
    id 3
    title "says &quot;hi&quot;"
    kind "person"
    born "1999"
    score 1e-07
    alive 1
    name "d"
  ]
  node
  [
    id 4
    title "Émile	Zola"
    kind "person"
    born "1840-04-02"
    score 0
    alive 1
    name "e"
  ]
  node
  [
    id 5
    title "lonely"
    kind "thing"
    born ""
    score 7
    alive 0
    name "f"
  ]
  edge
  [
    source 0
    target 1
    kind "works_for"
    weight 2.5
    when "2014/2016"
  ]
  edge
  [
    source 1
    target 2
    kind "sits_in"
    weight 1
    when ""
  ]
  edge
  [
    source 2
    target 0
    kind "knows"
    weight 0.5
    when "2001-02-03"
  ]
  edge
  [
    source 3
    target 4
    kind "knows"
    weight 3
    when ""
  ]
  edge
  [
    source 0
    target 1
    kind "owns"
    weight 10
    when "2015"
  ]
  edge
  [
    source 3
    target 3
    kind "knows"
    weight 1
    when ""
  ]
]
