graph [
  directed 1
  multigraph 1
  title "six &#38; seven"
  node [
    id 0
    label "a"
    kind "person"
    born "1970-05-01"
    score 1.5
    age 9
    alive 1
    title "Anna Blum"
    graphics [
      x 13.5
      y 2.0
      fill "#ff0000"
    ]
  ]
  node [
    id 1
    label "b"
    kind "firm"
    born "2014-05"
    score 2.0
    age 19
    alive 0
    title "Bert &#38; S&#246;hne <GmbH>"
    graphics [
      x 28.5
      y 2.0
      fill "#ff0000"
    ]
  ]
  node [
    id 2
    label "c"
    kind "state"
    born ""
    score -3.25
    age 2
    alive 0
    title "&#26085;&#26412;"
    graphics [
      x 3.0
      y 2.0
      fill "#ff0000"
    ]
  ]
  node [
    id 3
    label "d"
    kind "person"
    born "1999"
    score 1.E-07
    age 9
    alive 1
    title "says &#34;hi&#34;"
    graphics [
      x 13.5
      y 2.0
      fill "#ff0000"
    ]
  ]
  node [
    id 4
    label "e"
    kind "person"
    born "1840-04-02"
    score 0.0
    age 10
    alive 1
    title "&#201;mile&#9;Zola"
    graphics [
      x 15.0
      y 2.0
      fill "#ff0000"
    ]
  ]
  node [
    id 5
    label "f"
    kind "thing"
    born ""
    score 7.0
    age 6
    alive 0
    title "lonely"
    graphics [
      x 9.0
      y 2.0
      fill "#ff0000"
    ]
  ]
  edge [
    source 0
    target 1
    key 0
    kind "works_for"
    weight 2.5
    when "2014/2016"
  ]
  edge [
    source 0
    target 1
    key 1
    kind "owns"
    weight 10.0
    when "2015"
  ]
  edge [
    source 1
    target 2
    key 0
    kind "sits_in"
    weight 1.0
    when ""
  ]
  edge [
    source 2
    target 0
    key 0
    kind "knows"
    weight 0.5
    when "2001-02-03"
  ]
  edge [
    source 3
    target 4
    key 0
    kind "knows"
    weight 3.0
    when ""
  ]
  edge [
    source 3
    target 3
    key 0
    kind "knows"
    weight 1.0
    when ""
  ]
]
